/** How the portal's tabs talk: they share one session, and a pop-up hands its answer over. */
import type { Session } from './protocol.ts'

export type Message =
  | { readonly kind: 'ask' }
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'answer'; readonly search: string }
  | { readonly kind: 'out' }

const channel = new BroadcastChannel('tw.session')
const listeners = new Set<(message: Message) => void>()
channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
  for (const listener of listeners) listener(data)
})

export function say(message: Message): void {
  channel.postMessage(message)
}

/** Gives a function that ends the listening. */
export function hear(listener: (message: Message) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Held, shared, by every tab that has a session and answers those who ask for it. */
const offer = 'tw.offer'
let withdraw: (() => void) | undefined

/** Shows other tabs whether this one has a session for them. */
export function offerSession(hasSession: boolean): void {
  if (hasSession === (withdraw !== undefined)) return
  withdraw?.()
  withdraw = undefined
  if (!hasSession) return
  const offered = new Promise<void>((resolve) => {
    withdraw = resolve
  })
  void navigator.locks.request(offer, { mode: 'shared' }, () => offered)
}

/** The session of another tab, if one offers it and answers within `maxWaitMs` ms. */
export async function sessionOfOtherTab(maxWaitMs: number): Promise<Session | undefined> {
  const { held = [] } = await navigator.locks.query()
  if (!held.some(({ name }) => name === offer)) return undefined
  return await new Promise((resolve) => {
    const stop = hear((message) => {
      if (message.kind === 'session') settle(message.session)
    })
    const timer = setTimeout(() => settle(undefined), maxWaitMs)
    function settle(session: Session | undefined): void {
      clearTimeout(timer)
      stop()
      resolve(session)
    }
    say({ kind: 'ask' })
  })
}
