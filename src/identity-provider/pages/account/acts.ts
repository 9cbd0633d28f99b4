/** What a person does with their own account, and the page or the way on that follows. */
import type { Announcer } from '../../core/factors/announcements.ts'
import { keepFactor } from '../sign-in/announcement-step.ts'
import type { Page } from '../sign-in/page.ts'
import { judgeNewPassword, type NewPasswordDeps } from './new-password.ts'
import { endedPage, overviewPage, passwordChangedPage, passwordPage } from './pages.ts'
import {
  consentsOf,
  endAllSignIns,
  endSignIn,
  ownConsentsOf,
  type SignInDeps,
  signInsOf,
  withdrawConsent,
  withdrawOwnConsent,
} from './sign-ins.ts'
import type { Visitor, VisitorDeps } from './visitor.ts'

export type AccountDeps = VisitorDeps &
  NewPasswordDeps &
  SignInDeps & { readonly announcer: Announcer }

export type Answer =
  | { readonly goTo: string }
  | {
      readonly page: Page
      /** 200 when absent. */
      readonly status?: number
      readonly retryAfter?: number
    }

export type Handler = (visitor: Visitor, form: URLSearchParams) => Promise<Answer>

export function overview(deps: AccountDeps): Handler {
  return async (visitor) => {
    const { removals } = await deps.announcer.of(visitor.person)
    const notices = await deps.announcer.all(visitor.person)
    const signIns = await signInsOf(deps, visitor)
    const consents = await consentsOf(deps, visitor)
    const ownConsents = await ownConsentsOf(deps, visitor)
    const overview = { removals, notices, signIns, consents, ownConsents }
    return { page: overviewPage(visitor, overview) }
  }
}

export function changePassword(deps: AccountDeps): Handler {
  return async (visitor, form) => {
    const { tenant, person, address } = visitor
    const verdict = await judgeNewPassword(deps, { tenant, person, address, form })
    if (verdict.ok) return { page: passwordChangedPage(visitor) }
    const { message, ...answer } = verdict
    return { page: passwordPage(visitor, message), ...answer }
  }
}

export function keep(deps: AccountDeps): Handler {
  return async (visitor, form) => {
    await keepFactor(deps, visitor.person, form.get('factor'))
    return { goTo: visitor.path }
  }
}

export function endOne(deps: AccountDeps): Handler {
  return async (visitor, form) => {
    await endSignIn(deps, visitor, form.get('sign-in'))
    return { goTo: visitor.path }
  }
}

export function endAll(deps: AccountDeps): Handler {
  return async (visitor) => {
    await endAllSignIns(deps, visitor)
    return { page: endedPage(visitor) }
  }
}

export function withdraw(deps: AccountDeps): Handler {
  return async (visitor, form) => {
    await withdrawConsent(deps, visitor, form.get('program'))
    return { goTo: visitor.path }
  }
}

export function withdrawOwn(deps: AccountDeps): Handler {
  return async (visitor, form) => {
    await withdrawOwnConsent(deps, visitor, form.get('program'))
    return { goTo: visitor.path }
  }
}
