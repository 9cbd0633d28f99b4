/**
 * The pages of second factors, by the names that the core uses.
 *
 * A page works only while the core asks for it; otherwise someone who knows a password could add their own factor
 * instead of proving the existing one.
 */
import { html } from 'hono/html'
import { type FactorName, factorNames } from '../../core/factors/factor-policy.ts'
import type { FactorPage, FactorPages, FactorQuestion } from '../sign-in/factor-page.ts'
import { alert } from '../sign-in/page.ts'
import { addAppPage } from './add-app-page.ts'
import { addPasskeyPage } from './add-passkey-page.ts'
import { codePage } from './code-page.ts'
import type { FactorPageDeps } from './deps.ts'
import { newRecoveryCodesPage } from './new-recovery-codes-page.ts'
import { passkeyPage } from './passkey-page.ts'
import { recoveryCodePage } from './recovery-code-page.ts'

export function factorPagesOf(deps: FactorPageDeps): FactorPages {
  const pages: Readonly<Record<Exclude<FactorName, 'password'>, FactorPage>> = {
    [factorNames.passkey]: passkeyPage(deps),
    [factorNames.code]: codePage(deps),
    [factorNames.recoveryCode]: recoveryCodePage(deps),
    [factorNames.addPasskey]: addPasskeyPage(deps),
    [factorNames.addApp]: addAppPage(deps),
    [factorNames.newRecoveryCodes]: newRecoveryCodesPage(deps),
  }
  const entries = Object.entries(pages).map(
    ([name, page]) => [name, whileNeeded(deps, name, page)] as const,
  )
  return Object.fromEntries(entries)
}

function whileNeeded(
  { factors }: Pick<FactorPageDeps, 'factors'>,
  name: string,
  page: FactorPage,
): FactorPage {
  const isNeeded = async ({ person, amr }: FactorQuestion) =>
    (await factors.required({ person, amr })).includes(name)
  return {
    ...page,
    async submit(question, form) {
      if (await isNeeded(question)) return await page.submit(question, form)
      return { ok: false, message: 'This step is not needed now. Go back and sign in again.' }
    },
    async show(question) {
      if (await isNeeded(question)) return await page.show(question)
      return {
        title: 'Sign in to your account',
        body: html`<h1>Sign in</h1>${alert(question.message)}<p><a href="${question.action.replace(/\/factor\/[^/]*$/, '')}">Go on with the sign-in</a></p>`,
      }
    },
  }
}
