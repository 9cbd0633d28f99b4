/**
 * The session of this tab: tokens in memory, renewed under a lock that all tabs share, and given anew when it ended.
 *
 * A request that finds no session waits for one, so that nothing that was typed is lost by a sign-in that ran out.
 */
import { forgetPieces } from '../unsent.ts'
import { hear, offer, say } from './channel.ts'
import { askInPopUp } from './pop-up.ts'
import { type Person, redirectUri, renew, type Session, SignInError } from './protocol.ts'
import { confirmSignOut, signOutUrl } from './sign-out.ts'
import { forgetTenant, rememberTenant } from './stored.ts'

/** Tokens are renewed this long before they end. ms */
const early = 60_000

/** Leaving: this tab signs out, and goes to where the browser's session ends. */
export type Standing = 'signed-in' | 'ended' | 'signed-out' | 'leaving'

let session: Session | undefined
let standing: Standing = 'signed-out'
let waiting: ((fresh: Session) => void)[] = []
const listeners = new Set<() => void>()

hear((message) => {
  if (message.kind === 'ask' && session !== undefined && standing === 'signed-in')
    say({ kind: 'session', session })
  if (message.kind === 'session') take(message.session)
  if (message.kind === 'out' && message.person === session?.person.id) leave('signed-out')
})

/** Somebody else signed in: what this page shows and what waits in it is not that person's. */
export class OtherPerson extends Error {
  readonly found: Person
  readonly wanted: Person

  constructor(found: Person, wanted: Person) {
    super(found.name)
    this.found = found
    this.wanted = wanted
  }
}

/** Of another tab only where it is the same person's, and never an older one. */
function take(other: Session): void {
  if (session !== undefined && !isSame(other, session)) return
  if (session !== undefined && other.expiresAt <= session.expiresAt) return
  enter(other)
}

function isSame(one: Session, other: Session): boolean {
  return one.tenant === other.tenant && one.person.id === other.person.id
}

function enter(fresh: Session): void {
  session = fresh
  standing = 'signed-in'
  const resume = waiting
  waiting = []
  for (const each of resume) each(fresh)
  changed()
}

function leave(to: 'signed-out' | 'leaving'): void {
  session = undefined
  standing = to
  changed()
}

function changed(): void {
  offer.show(standing === 'signed-in')
  for (const listener of listeners) listener()
}

export function begin(fresh: Session): void {
  rememberTenant(fresh.tenant)
  enter(fresh)
  say({ kind: 'session', session: fresh })
}

export function currentStanding(): Standing {
  return standing
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function currentTenant(): string | undefined {
  return session?.tenant
}

/** A token that is good for a request now. Where the session ended it waits for the person to sign in again. */
export async function accessToken(): Promise<string> {
  if (standing === 'ended' || session === undefined) return (await nextSession()).accessToken
  if (session.expiresAt - early > Date.now()) return session.accessToken
  return await renewed(session.accessToken)
}

/** Another token than `old`, which the server did not take or which is about to end. */
export async function renewed(old: string): Promise<string> {
  const fresh = await navigator.locks.request('tw.refresh', () => renewOnce(old))
  return fresh ?? (await nextSession()).accessToken
}

/** Undefined where the session is over. A tab that waited for the lock finds what the one before brought. */
async function renewOnce(old: string): Promise<string | undefined> {
  if (session === undefined || standing === 'ended') return undefined
  if (session.accessToken !== old) return session.accessToken
  try {
    const fresh = await renew(session)
    if (isOver()) return undefined
    begin(fresh)
    return fresh.accessToken
  } catch (error) {
    if (!(error instanceof SignInError)) throw error
    standing = 'ended'
    changed()
    return undefined
  }
}

/** The person signed out meanwhile. */
function isOver(): boolean {
  return standing === 'signed-out' || standing === 'leaving'
}

function nextSession(): Promise<Session> {
  return new Promise((resolve) => {
    waiting.push(resolve)
  })
}

/**
 * Signs the same person in again in a pop-up, with a fresh factor; call it in the click's own handler, or it is
 * blocked. Throws OtherPerson.
 */
export async function signInAgain(): Promise<void> {
  const before = session
  if (before === undefined) return
  const fresh = await askInPopUp(before.tenant, before.person.name)
  if (!isSame(fresh, before)) throw new OtherPerson(fresh.person, before.person)
  begin(fresh)
}

/**
 * In all tabs of this person. Throws where the server cannot be reached, which alone can end the browser's session:
 * a person who took that for signed out would leave it to the next one.
 */
export async function signOut(): Promise<void> {
  if (session === undefined) return
  const { tenant, person } = session
  const url = await signOutUrl(tenant)
  say({ kind: 'out', person: person.id })
  leave('leaving')
  forgetTenant()
  await forgetPieces()
  location.assign((await confirmSignOut(url)) ? redirectUri() : url)
}
