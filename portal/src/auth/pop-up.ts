/**
 * A sign-in in a window of its own, so that the page behind it keeps what was typed.
 *
 * The policy of openers cuts the two apart: the pop-up is known by the prefix of its state and answers through the
 * channel, and nothing shows when a person closes it. So a person who waits can begin again, and the newest attempt counts.
 */
import { hear, say } from './channel.ts'
import { redeem, requestFor, type Session } from './protocol.ts'

const prefix = 'p.'

/** The browser opened no window; the same can be done in this one. */
export class PopUpBlocked extends Error {}

let giveUp: () => void = () => undefined

/** Never settles where a later attempt took its place. */
export async function askInPopUp(tenant: string, loginHint: string): Promise<Session> {
  giveUp()
  // Opened before anything is awaited: later the browser no longer counts it as the person's wish.
  const opened = window.open('about:blank', '_blank', 'popup,width=520,height=680')
  if (opened === null) throw new PopUpBlocked()
  const request = await requestFor({ tenant, prefix, prompt: 'login', loginHint })
  opened.location.replace(request.url)
  const search = await answerFor(request.state)
  return redeem(new URLSearchParams(search), { ...request, tenant })
}

function answerFor(state: string): Promise<string> {
  return new Promise((resolve) => {
    const stop = hear((message) => {
      if (message.kind !== 'answer') return
      if (new URLSearchParams(message.search).get('state') !== state) return
      stop()
      resolve(message.search)
    })
    giveUp = stop
  })
}

/** In the pop-up itself: hands the answer over and goes. Whether this window is one. */
export function answerAsPopUp(search: string): boolean {
  if (!new URLSearchParams(search).get('state')?.startsWith(prefix)) return false
  say({ kind: 'answer', search })
  window.close()
  return true
}
