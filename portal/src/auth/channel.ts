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

/** The session of another tab, if one answers within `maxWaitMs` ms. */
export function sessionOfOtherTab(maxWaitMs: number): Promise<Session | undefined> {
  return new Promise((resolve) => {
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
