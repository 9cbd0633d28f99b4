/** The words by which lists find an entry of the trail. They are stored beside it, outside the chain. */
import type { AuditEntry } from './audit.ts'

export type FiledWords = {
  readonly activity: string | null
  /** How lists name the actor: by the first of these that there is. */
  readonly actor: string | null
  readonly result: string | null
}

/** Whether they are the entry's own; one that is null is read from the entry (migration 0058). */
export function isFiledRightly(
  entry: AuditEntry,
  { activity, actor, result }: FiledWords,
): boolean {
  return (
    (activity === null || activity === entry.activity) &&
    (result === null || result === entry.result) &&
    (actor === null || actor === actorWord(entry.actor))
  )
}

function actorWord(actor: AuditEntry['actor']): string {
  const named: Readonly<Record<string, unknown>> = { ...actor }
  const { userPrincipalName, applicationId, deviceId, proofId } = named
  return String(userPrincipalName ?? applicationId ?? deviceId ?? proofId ?? actor.kind)
}
