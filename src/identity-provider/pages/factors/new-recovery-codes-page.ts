/** Hands out recovery codes. They become active once the person confirms having saved them. */
import { html } from 'hono/html'
import { keepRecoveryCodes, newRecoveryCodes } from '../../core/factors/codes/recovery-codes.ts'
import type { FactorPage, FactorQuestion } from '../sign-in/factor-page.ts'
import { alert } from '../sign-in/page.ts'
import type { FactorPageDeps } from './deps.ts'
import { submitButton } from './parts.ts'

/** Seconds. */
const lifetime = 15 * 60

export function newRecoveryCodesPage(deps: FactorPageDeps): FactorPage {
  const pending = async (question: FactorQuestion): Promise<readonly string[] | undefined> => {
    const found = await deps.state.find(keyOf(question))
    return found?.payload['codes'] as readonly string[] | undefined
  }
  const begin = async (question: FactorQuestion): Promise<readonly string[]> => {
    const codes = newRecoveryCodes()
    await deps.state.put(keyOf(question), { codes }, { expiresIn: lifetime })
    return codes
  }

  return {
    label: 'Get recovery codes',
    async show(question) {
      const codes = (await pending(question)) ?? (await begin(question))
      return {
        title: 'Keep your recovery codes',
        body: html`<p class="quiet">${question.person.userPrincipalName}</p>
<h1>Keep your recovery codes</h1>
${alert(question.message)}
<p>If you lose your other ways to sign in, one of these codes lets you in. Each works once. Print them or keep them in a safe place: they are not shown again.</p>
<ol>${codes.map((code) => html`<li><code>${code}</code></li>`)}</ol>
<form method="post" action="${question.action}">
${submitButton('I have kept them')}
</form>
<p class="quiet">Whatever is signed in as you stays signed in. You can end all sign-ins on <a href="/${question.tenantId}/account">the page of your account</a>.</p>`,
      }
    },
    async submit(question) {
      const codes = await pending(question)
      if (codes === undefined)
        return { ok: false, message: 'This took too long. These are new codes.' }
      await keepRecoveryCodes(deps, question.person, codes)
      await deps.state.destroy(keyOf(question))
      return { ok: true, amr: [] }
    },
  }
}

function keyOf({ tenantId, person, uid }: FactorQuestion) {
  return { tenantId, kind: 'NewRecoveryCodes', id: `${person.id}:${uid}` }
}
