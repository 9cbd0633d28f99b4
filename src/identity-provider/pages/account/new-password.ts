/** The form for a new password and the check of its content: the same in a sign-in and on the account's pages. */
import { html } from 'hono/html'
import { Busy } from '../../../core/bounded-line.ts'
import type { Person } from '../../../core/directory/user.ts'
import type { Tenant } from '../../../core/tenants/tenant.ts'
import { type SetPasswordDeps, setOwnPassword } from '../../core/passwords/own-password.ts'
import {
  type IsCommonPassword,
  minPasswordLength,
  passwordFault,
} from '../../core/passwords/password-rules.ts'
import { alert, type Content } from '../sign-in/page.ts'
import { type PasswordDeps, passwordMessages, passwordStep } from '../sign-in/password-step.ts'

export type NewPasswordDeps = PasswordDeps &
  SetPasswordDeps & { readonly isCommonPassword: IsCommonPassword }

export type NewPasswordView = {
  readonly action: string
  readonly person: Pick<Person, 'userPrincipalName'>
  readonly message?: string | undefined
  /** Other fields that the form must carry. */
  readonly hidden?: Content
}

export function newPasswordForm({ action, person, message, hidden = html`` }: NewPasswordView) {
  return html`${alert(message)}
<form method="post" action="${action}">
${hidden}
<input type="hidden" name="username" autocomplete="username" value="${person.userPrincipalName}">
<label for="current">Current password</label>
<input id="current" name="current" type="password" autocomplete="current-password" required autofocus>
<label for="new">New password</label>
<input id="new" name="new" type="password" autocomplete="new-password" minlength="${minPasswordLength}" required aria-describedby="rules">
<p class="quiet" id="rules">At least ${minPasswordLength} characters, of any kind. Not one that is tried first, and not made of your name, your organization’s or this product’s.</p>
<label for="again">New password again</label>
<input id="again" name="again" type="password" autocomplete="new-password" required>
<div class="actions"><button class="primary" type="submit">Change password</button></div>
</form>`
}

export type NewPasswordTry = {
  readonly tenant: Tenant
  readonly person: Person
  readonly address: string
  readonly form: URLSearchParams
}

export type NewPasswordVerdict =
  /** The mark of the new password. */
  | { readonly ok: true; readonly passwordMark: string }
  | {
      readonly ok: false
      readonly message: string
      readonly status: 401 | 403 | 429 | 503
      readonly retryAfter?: number
    }

/** The current password is requested as in a sign-in; wrong guesses are counted separately. */
export async function judgeNewPassword(
  deps: NewPasswordDeps,
  { tenant, person, address, form }: NewPasswordTry,
): Promise<NewPasswordVerdict> {
  const [current, password] = [form.get('current') ?? '', form.get('new') ?? '']
  const unfit = (message: string) => ({ ok: false, message, status: 401 }) as const
  if (password !== form.get('again')) return unfit('The two new passwords are not the same.')
  if (password === current) return unfit('Choose a password that is not the current one.')
  const fault = await passwordFault(password, { person, tenant }, deps.isCommonPassword)
  if (fault !== undefined) return unfit(fault)
  const userName = person.userPrincipalName
  const asked = {
    tenantId: tenant.id,
    address,
    userName,
    password: current,
    ownPage: true,
  } as const
  const verdict = await passwordStep(deps, asked)
  if (verdict.kind !== 'right') return refusal(verdict)
  try {
    const passwordMark = await setOwnPassword(deps, verdict.person, password)
    return passwordMark === undefined ? refusal({ kind: 'wrong' }) : { ok: true, passwordMark }
  } catch (error) {
    if (error instanceof Busy) return refusal({ kind: 'busy', retryAfter: error.retryAfter })
    throw error
  }
}

function refusal(verdict: {
  readonly kind: keyof typeof passwordMessages
  readonly retryAfter?: number
}): NewPasswordVerdict {
  const { kind, retryAfter } = verdict
  const { text, status } = passwordMessages[kind]
  if (kind === 'wrong') return { ok: false, message: 'The current password is incorrect.', status }
  return { ok: false, message: text, status, ...(retryAfter !== undefined && { retryAfter }) }
}
