/** Who did something. A program is known to the server by its id; who may see the applications reads its name. */
import type { ReactNode } from 'react'
import type { Application } from 'taxiway-autopilot/admin'
import { admin } from '../api/ask.ts'
import { useEntities } from '../api/entities.ts'
import { useMay } from '../api/me.ts'
import { texts } from '../texts/texts.ts'
import { OutsideText } from './outside-text.tsx'

/** By either of its ids, with or without the word. */
const program = /^(?:application )?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

type ActorProps = { readonly name: string | null | undefined }

function useActor(name: string | null | undefined): string {
  const may = useMay()
  const id = program.exec(name ?? '')?.[1]
  const known = useEntities<Application>(
    `${admin}/applications`,
    id !== undefined && may('applications.read'),
  )
  return (
    known.data?.find((each) => each.applicationId === id || each.objectId === id)?.displayName ??
    name ??
    ''
  )
}

export function ActorName({ name }: ActorProps): ReactNode {
  return <OutsideText text={useActor(name)} />
}

/** In a sentence: by whom. */
export function Actor({ name }: ActorProps): ReactNode {
  const known = useActor(name)
  return known === '' ? null : <OutsideText text={texts.jobs.by(known)} />
}
