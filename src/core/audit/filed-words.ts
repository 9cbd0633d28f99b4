/** The words by which lists find an entry of the trail. They are stored beside it, outside the chain. */
import type { AuditEntry } from './audit.ts'
import { subjectsOf } from './subjects.ts'

export type FiledWords = {
  readonly activity: string | null
  /** How lists name the actor: by the first of these that there is. */
  readonly actor: string | null
  readonly result: string | null
  readonly category: string | null
  readonly operation: string | null
  /** Empty: the actor is none and used none. */
  readonly application: string | null
  /** As `subjectsOf` has them. */
  readonly subjects: readonly string[] | null
}

/** Whether they are the entry's own; one that is null is read from the entry (migrations 0058 and 0068). */
export function isFiledRightly(entry: AuditEntry, filed: FiledWords): boolean {
  const { subjects, ...words } = filed
  const own: Readonly<Record<keyof typeof words, string>> = {
    activity: entry.activity,
    result: entry.result,
    category: entry.category,
    operation: entry.operation,
    actor: actorWord(entry.actor),
    application: applicationWord(entry.actor),
  }
  const areOwn = Object.entries(own).every(([name, word]) => {
    const stored = words[name as keyof typeof words]
    return stored === null || stored === word
  })
  return areOwn && (subjects === null || subjects.join() === subjectsOf(entry).join())
}

function actorWord(actor: AuditEntry['actor']): string {
  const { userPrincipalName, applicationId, deviceId, proofId } = named(actor)
  return String(userPrincipalName ?? applicationId ?? deviceId ?? proofId ?? actor.kind)
}

function applicationWord(actor: AuditEntry['actor']): string {
  return String(named(actor)['applicationId'] ?? '')
}

const named = (actor: AuditEntry['actor']): Readonly<Record<string, unknown>> => ({ ...actor })
