/** Who did something. A program is known to the server by its id; who may see the applications reads its name. */
import type { ReactNode } from 'react'
import type { Application } from 'taxiway-autopilot/admin'
import { admin } from '../api/ask.ts'
import { useEntities } from '../api/entities.ts'
import { useMay } from '../api/me.ts'
import { texts } from '../texts/texts.ts'
import { OutsideText } from './outside-text.tsx'

const program = /^application ([0-9a-f-]{36})$/

export function Actor({ name }: { name: string | null | undefined }): ReactNode {
  const may = useMay()
  const id = program.exec(name ?? '')?.[1]
  const known = useEntities<Application>(
    `${admin}/applications`,
    id !== undefined && may('applications.read'),
  )
  const found = known.data?.find(({ applicationId }) => applicationId === id)
  if (name === null || name === undefined || name === '') return null
  return <OutsideText text={texts.jobs.by(found?.displayName ?? name)} />
}
