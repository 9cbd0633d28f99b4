/** What became of each device of an upload, for the partner that sent it. */

import type { ReactNode } from 'react'
import { useParams } from 'wouter'
import { pathOfCustomer } from '../../api/customers.ts'
import { SubmissionRows } from '../partners/submission-rows.tsx'

export function UploadScreen(): ReactNode {
  const { customer = '', job = '' } = useParams()
  return <SubmissionRows path={`${pathOfCustomer(customer)}/jobs/${encodeURIComponent(job)}`} />
}
