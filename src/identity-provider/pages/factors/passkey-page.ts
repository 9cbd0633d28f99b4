/** Asks for a passkey that the person has. */
import { provePasskey, requestOptions } from '../../core/factors/passkeys/passkey-steps.ts'
import type { FactorPage } from '../sign-in/factor-page.ts'
import { type FactorPageDeps, passkeyVisit } from './deps.ts'
import { answerIn, elsewhere, passkeyForm } from './passkey-form.ts'

export function passkeyPage(deps: FactorPageDeps): FactorPage {
  return {
    label: 'Use a passkey',
    async show(question) {
      const problem = question.message ?? elsewhere(deps, question)
      return passkeyForm(problem === undefined ? question : { ...question, message: problem }, {
        title: 'Use your passkey',
        words: 'Your device will open a window: confirm there that it is you.',
        button: 'Use passkey',
        kind: 'get',
        options: await requestOptions(deps, passkeyVisit(question)),
      })
    },
    async submit(question, form) {
      const verdict = await provePasskey(deps, passkeyVisit(question), answerIn(form))
      if (verdict.kind === 'right') return { ok: true, amr: [verdict.method] }
      if (verdict.kind === 'wrong')
        return { ok: false, message: 'The passkey didn’t work. Try again.' }
      return {
        ok: false,
        message: 'This passkey is blocked, because it may have been copied. Ask an administrator.',
      }
    },
  }
}
