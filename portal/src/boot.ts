/**
 * Decides about the session before anything heavy is loaded: a silent way to the authority and back then starts
 * React once, not twice.
 */
import { sessionOfOtherTab } from './auth/channel.ts'
import { answerAsPopUp } from './auth/pop-up.ts'
import { leaveSilently, returnFromSignIn } from './auth/redirect.ts'
import { begin, subscribe } from './auth/session.ts'
import { rememberedTenant } from './auth/stored.ts'
import { applyColours, onColours } from './look/colours.ts'

/** Pages that need nobody to be signed in. */
const open: Readonly<Record<string, Alone>> = { '/bench': 'bench' }

/** How long a tab that offers its session may take to answer, when the machine is busy or the tab is frozen. ms */
const maxWaitMs = 5_000

applyColours()
// The landing page follows the system too, and has nobody else who would tell it.
onColours(applyColours)
void decide()

async function decide(): Promise<void> {
  const answer = new URLSearchParams(location.search)
  const isAnswer = answer.has('state') && (answer.has('code') || answer.has('error'))
  if (isAnswer) {
    if (answerAsPopUp(location.search)) return
    const returned = await returnFromSignIn(location.search)
    return show(returned === 'signed-in' ? 'app' : withoutSession(), returned === 'stopped')
  }
  // On a phone that somebody lends, nothing of a person who happens to be signed in there is shown.
  if (location.pathname === '/hand-in') return show('hand-in')
  const shared = await sessionOfOtherTab(maxWaitMs)
  if (shared !== undefined && shared.tenant === (rememberedTenant() ?? shared.tenant)) {
    begin(shared)
    return show('app')
  }
  if (await leaveSilently()) return
  return show(withoutSession())
}

function withoutSession(): Shown {
  return open[location.pathname] ?? 'landing'
}

type Alone = 'bench' | 'hand-in'
type Shown = 'app' | 'landing' | Alone

async function show(shown: Shown, stopped = false): Promise<void> {
  const root = document.getElementById('root')
  if (root === null) return
  if (shown === 'landing') {
    // Another tab may sign in while this one shows the landing page.
    const stop = subscribe(() => {
      stop()
      location.reload()
    })
    const { showLanding } = await import('./landing/show.tsx')
    showLanding(root, { stopped })
    return
  }
  const { showApp } = await import('./shell/show.tsx')
  showApp(root, shown === 'app' ? undefined : shown)
}
