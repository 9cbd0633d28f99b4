/** One message of an enrolled device, and the answer to it; all of it in one transaction. */
import { createHash } from 'node:crypto'
import type { Enrollment, Enrollments } from '../../../core/enrollment/enrollment.ts'
import { continueSession, type SessionDeps } from '../../../core/management/continue-session.ts'
import type { HeldSession, ManagementSessions } from '../../../core/management/sessions.ts'
import { hear, isInOrder } from './conversation.ts'
import type { Conversation } from './conversation-state.ts'
import type { Proof } from './prove.ts'
import { replyTo } from './reply.ts'
import { SessionRefusal } from './session-refusal.ts'
import type { SyncMessage } from './syncml.ts'
import { writeSyncMl } from './write-syncml.ts'

export type ExchangePorts = {
  readonly sessions: ManagementSessions
  readonly enrollments: Pick<Enrollments, 'find' | 'change'>
  readonly management: SessionDeps
}

export type Received = {
  readonly proof: Proof
  readonly message: SyncMessage
  readonly body: Buffer
}

/** The text of the answer. */
export async function exchange(
  { sessions, enrollments, management }: ExchangePorts,
  { proof, message, body }: Received,
): Promise<string> {
  const { tenantId, id } = proof.enrollment
  const place = { tenantId, enrollmentId: id }
  const held = await sessions.hold(place)
  // Once more, now that nobody else speaks with it.
  const enrollment = await enrollments.find(tenantId, id)
  if (enrollment === undefined || enrollment.state === 'ended') throw new SessionRefusal(410, '')
  const digest = createHash('sha256').update(body).digest()
  // The answer was lost on its way.
  if (held.reply !== null && held.lastDigest?.equals(digest)) return held.reply
  refuseReplay(held, { proof, message, digest })
  const known = conversationOf(held)
  if (!isInOrder(known, message))
    throw new SessionRefusal(400, 'The messages of a session come one after another, from 1 on.')
  const isNew = message.messageId === 1
  if (isNew) await enrollments.change(tenantId, id, { lastSeenAt: management.now() })
  const answered = await answerTo(management, enrollment, { held, known, message })
  await sessions.keep(place, {
    ...held,
    ...answered,
    lastDigest: digest,
    ...(isNew && { openingDigest: digest, openedAt: proof.signedAt ?? held.openedAt }),
  })
  return answered.reply
}

function conversationOf({ conversation }: HeldSession): Conversation | undefined {
  return conversation === null ? undefined : (JSON.parse(conversation) as Conversation)
}

/** Who copied a session off the wire cannot begin it again. */
function refuseReplay(
  { openingDigest, openedAt }: HeldSession,
  { proof, message, digest }: Pick<Received, 'proof' | 'message'> & { readonly digest: Buffer },
): void {
  if (message.messageId !== 1 || proof.signedAt === null || openedAt === null) return
  const later = proof.signedAt.getTime() - openedAt.getTime()
  // Times of signatures are whole seconds: within one, the message itself has to be another.
  if (later < 0 || (later === 0 && openingDigest?.equals(digest)))
    throw new SessionRefusal(403, 'The message is older than the last session, or was sent before.')
}

type Turn = {
  readonly held: HeldSession
  readonly known: Conversation | undefined
  readonly message: SyncMessage
}

async function answerTo(
  management: SessionDeps,
  enrollment: Enrollment,
  { held, known, message }: Turn,
) {
  const heard = hear(known, message)
  const { conversation, finished, notices, isPartial } = heard
  const said = {
    results: finished,
    notices,
    isPartial,
    isNew: message.messageId === 1,
    asked: new Set(conversation.asked),
  }
  const { state, tasks } = await continueSession(management, enrollment, {
    state: held.state,
    said,
  })
  const replied = replyTo(message, heard, conversation.isOver ? [] : tasks)
  return {
    state,
    conversation: JSON.stringify(replied.conversation),
    reply: writeSyncMl(replied.message),
  }
}
