/** Adds a passkey in the middle of a sign-in. */
import { addPasskey, creationOptions } from '../../core/factors/passkeys/passkey-steps.ts'
import type { FactorPage } from '../sign-in/factor-page.ts'
import { type FactorPageDeps, passkeyVisit } from './deps.ts'
import { answerIn, elsewhere, passkeyForm } from './passkey-form.ts'

export function addPasskeyPage(deps: FactorPageDeps): FactorPage {
  return {
    label: 'Set up a passkey',
    async show(question) {
      const problem = question.message ?? elsewhere(deps, question)
      return passkeyForm(problem === undefined ? question : { ...question, message: problem }, {
        title: 'Set up a passkey',
        words:
          'A passkey lets you sign in with your device’s PIN, fingerprint or face, or with a security key. It cannot be phished.',
        button: 'Next',
        kind: 'create',
        options: await creationOptions(deps, passkeyVisit(question)),
        withName: true,
      })
    },
    async submit(question, form) {
      const verdict = await addPasskey(deps, passkeyVisit(question), {
        answer: answerIn(form),
        displayName: form.get('name') ?? '',
        now: deps.now(),
      })
      return verdict.kind === 'right'
        ? { ok: true, amr: [verdict.method] }
        : { ok: false, message: 'The passkey could not be added. Try again.' }
    },
  }
}
