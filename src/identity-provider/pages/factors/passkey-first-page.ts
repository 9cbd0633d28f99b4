/** Signs in by a passkey alone, before any name is typed. */
import type { Person } from '../../../core/directory/user.ts'
import {
  type FirstVisit,
  openRequestOptions,
  type PasskeyFirstDeps,
  provePasskeyFirst,
} from '../../core/factors/passkeys/passkey-first.ts'
import type { Page } from '../sign-in/page.ts'
import { passwordMessages } from '../sign-in/password-step.ts'
import { answerIn, elsewhere, passkeyForm } from './passkey-form.ts'

export type FirstQuestion = FirstVisit & {
  /** Where the page's form must be posted. */
  readonly action: string
  /** Where the browser is, such as `https://localhost:8443`. */
  readonly origin: string
  readonly message?: string
}

export type FirstAnswer =
  | { readonly ok: true; readonly person: Person; readonly amr: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly status: 401 | 403 }

export type PasskeyFirst = {
  show(question: FirstQuestion): Page
  submit(question: FirstQuestion, form: URLSearchParams): Promise<FirstAnswer>
}

export function passkeyFirstWith(deps: PasskeyFirstDeps): PasskeyFirst {
  return {
    show(question) {
      const { action } = question
      const message = question.message ?? elsewhere(deps, question)
      return passkeyForm(
        { action, ...(message !== undefined && { message }) },
        {
          title: 'Sign in with a passkey',
          words:
            'Your device will open a window: choose your passkey there and confirm that it is you.',
          button: 'Use passkey',
          kind: 'get',
          options: openRequestOptions(deps, question),
        },
      )
    },
    async submit(question, form) {
      const verdict = await provePasskeyFirst(deps, question, answerIn(form))
      if (verdict.kind === 'right') return { ok: true, person: verdict.person, amr: verdict.amr }
      const { text: message, status } = refusals[verdict.kind]
      return { ok: false, message, status }
    },
  }
}

const refusals = {
  wrong: {
    status: 401,
    text: 'The passkey didn’t work. Try again, or sign in with your password.',
  },
  blocked: {
    status: 403,
    text: 'This passkey is blocked, because it may have been copied. Ask an administrator.',
  },
  disabled: passwordMessages.disabled,
} as const
