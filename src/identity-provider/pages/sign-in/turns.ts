/** What each request of a sign-in does, and the step that it leads to. */
import type { PublicOrigin } from '../../../surfaces/http/public-origin.ts'
import type { Attempts } from '../../core/attempts.ts'
import type { Passwords } from '../../core/passwords/passwords.ts'
import type { ReadTogether } from '../../core/read-together.ts'
import { chooseAccount } from '../account-step.ts'
import { nextStep } from '../next-step.ts'
import { firstQuestion, passkeyPageOf } from '../passkey-step.ts'
import { askPassword } from '../password-question.ts'
import { stepDone } from '../proved-so-far.ts'
import type { Step, StepDeps } from '../step.ts'
import { consentPageOf } from './consent-step.ts'
import { passwordMessages, passwordStep } from './password-step.ts'
import { epochSeconds, progressIn } from './progress.ts'
import { finish, type Visit } from './visit.ts'

export type SignInDeps = StepDeps & {
  readonly readTogether: ReadTogether
  readonly origin: PublicOrigin
  readonly passwords: Passwords
  readonly attempts: Attempts
}

/** One request of a sign-in: the form is empty for GET. */
export type Turn = {
  readonly visit: Visit
  readonly form: URLSearchParams
  readonly address: string
  readonly url: URL
  readonly name: string
}

export type Handler = (turn: Turn) => Promise<Step>

export function current(deps: SignInDeps): Handler {
  return async ({ visit, url, address }) => {
    switch (visit.interaction.prompt.name) {
      case 'consent':
        return { page: await consentPageOf(deps, visit) }
      case 'select_account':
        return { page: await chooseAccount(deps, visit) }
      default: {
        const wanted = url.searchParams.get('factor') ?? undefined
        return nextStep(deps, visit, { wanted, address })
      }
    }
  }
}

export function password(deps: SignInDeps): Handler {
  return async ({ visit, form, address }) => {
    const userName = form.get('username') ?? ''
    const verdict = await passwordStep(deps, {
      tenantId: visit.tenant.id,
      address,
      userName,
      password: form.get('password') ?? '',
      deviceWord: visit.deviceWord,
    })
    if (verdict.kind === 'right') {
      const { id: personId, passwordMark } = verdict.person
      return stepDone(deps, visit, { personId, amr: ['pwd'], since: epochSeconds(), passwordMark })
    }
    const { status, text } = passwordMessages[verdict.kind]
    return {
      page: await askPassword(deps, visit, { userName, message: text }),
      status,
      ...('retryAfter' in verdict && { retryAfter: verdict.retryAfter }),
    }
  }
}

export function askPasskey(deps: SignInDeps): Handler {
  return async ({ visit }) => ({ page: passkeyPageOf(deps, visit) })
}

export function passkeyAnswered(deps: SignInDeps): Handler {
  return async ({ visit, form }) => {
    const verdict = await deps.passkeyFirst.submit(firstQuestion(visit), form)
    if (verdict.ok) {
      const { person, amr } = verdict
      return stepDone(deps, visit, { personId: person.id, amr, since: epochSeconds() })
    }
    return { page: passkeyPageOf(deps, visit, verdict.message), status: verdict.status }
  }
}

export function cancelled(deps: SignInDeps): Handler {
  return async ({ visit }) => {
    await progressIn(deps.state).forget(visit.tenant.id, visit.interaction.uid)
    const text = 'AADSTS65004: User declined to consent to access the app.'
    return { goTo: await finish(visit, { error: 'access_denied', error_description: text }) }
  }
}

export function returned(deps: SignInDeps): Handler {
  return async ({ visit, url }) => {
    // Loaded with the first answer from outside.
    const { finishExternal } = await import('./external.ts')
    const verdict = await finishExternal(deps, visit, url)
    if ('person' in verdict) {
      const { person, amr } = verdict
      return stepDone(deps, visit, { personId: person.id, amr, since: epochSeconds() })
    }
    return { page: await askPassword(deps, visit, { message: verdict.message }), status: 401 }
  }
}
