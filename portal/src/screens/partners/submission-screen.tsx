/** What became of each device that a partner sent, as its customer sees it. */
import type { ReactNode } from 'react'
import { useParams } from 'wouter'
import { admin } from '../../api/ask.ts'
import { SubmissionRows } from './submission-rows.tsx'

export function SubmissionScreen(): ReactNode {
  const { partner = '', submission = '' } = useParams()
  const of = encodeURIComponent(partner)
  return (
    <SubmissionRows
      path={`${admin}/partners/${of}/submissions/${encodeURIComponent(submission)}`}
      linksDevices
    />
  )
}
