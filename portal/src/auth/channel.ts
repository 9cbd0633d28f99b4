/** How the portal's tabs talk: they share one session, and a pop-up hands its answer over. */
import { sharedSign } from '../shared-sign.ts'
import type { Session } from './protocol.ts'

export type Message =
  | { readonly kind: 'ask' }
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'answer'; readonly search: string }
  /** This person signed out, and with it the tabs that show this person's work. */
  | { readonly kind: 'out'; readonly person: string }

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

/** Shown by every tab that has a session and gives it to those who ask for it. */
export const offer = sharedSign('tw.offer')

/** The session of another tab, if one offers it and answers within `maxWaitMs` ms. */
export async function sessionOfOtherTab(maxWaitMs: number): Promise<Session | undefined> {
  if (!(await offer.isSeen())) return undefined
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
