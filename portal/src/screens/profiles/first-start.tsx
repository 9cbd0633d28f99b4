/** The pages of the first start as the person in front of the device will meet them, drawn small. */
import type { ReactNode } from 'react'
import { texts } from '../../texts/texts.ts'
import type { ProfileForm } from './profile-form.ts'

const { profiles } = texts
const { pages } = profiles

type PageName = keyof typeof pages
type Shown = { readonly name: PageName; readonly isShown: boolean; readonly says: string }

/** In the order of Windows' own setup. [documented: Windows Autopilot user-driven mode] */
function pagesOf(form: ProfileForm): readonly Shown[] {
  const { says } = profiles
  const asksLanguage = form.locale === ''
  const account = form.administrator ? says.administrator : says.standard
  return [
    { name: 'language', isShown: asksLanguage, says: says.language },
    { name: 'keyboard', isShown: !form.skipKeyboard || asksLanguage, says: says.keyboard },
    { name: 'network', isShown: true, says: form.selfDeploying ? says.cable : says.network },
    { name: 'eula', isShown: !form.hideEula, says: says.eula },
    {
      name: 'signIn',
      isShown: !form.selfDeploying,
      says: form.hideEscape ? says.signIn : says.signInOrOther,
    },
    { name: 'privacy', isShown: !form.hidePrivacy && !form.selfDeploying, says: says.privacy },
    { name: 'status', isShown: true, says: form.selfDeploying ? says.unattended : account },
  ]
}

export function FirstStart({ form }: { form: ProfileForm }): ReactNode {
  const all = pagesOf(form)
  const shown = all.filter(({ isShown }) => isShown)
  const hidden = all.filter(({ isShown }) => !isShown)
  return (
    <section className="card stack">
      <h2>{profiles.preview}</h2>
      <ol className="first-start">
        {shown.map(({ name, says }) => (
          <li key={name} className="oobe">
            <Drawing name={name} />
            <span className="stack-tight">
              <strong>{pages[name]}</strong>
              <span className="quiet small">{says}</span>
            </span>
          </li>
        ))}
      </ol>
      {hidden.length > 0 && (
        <p className="quiet small">
          {profiles.notShown(hidden.map(({ name }) => pages[name]).join(', '))}
        </p>
      )}
    </section>
  )
}

/** What stands on each page, as boxes: a list, a field, two buttons, a bar. */
const drawings: Readonly<Record<PageName, string>> = {
  language: 'M34 18h44M34 26h44M34 34h44M34 42h30',
  keyboard: 'M34 20h10M48 20h10M62 20h10M34 28h10M48 28h10M62 28h10M40 36h26',
  network: 'M34 18h44M34 28h44M34 38h44M74 18h4M74 28h4M74 38h4',
  eula: 'M34 16h44M34 21h44M34 26h40M34 31h44M34 36h36M34 41h44',
  signIn: 'M34 22h44v8H34z',
  privacy: 'M34 18h30M72 18h6M34 28h30M72 28h6M34 38h30M72 38h6',
  status: 'M34 22h44M34 32h28M34 42h12',
}

function Drawing({ name }: { name: PageName }): ReactNode {
  return (
    <svg viewBox="0 0 88 56" width="88" height="56" aria-hidden="true">
      <rect className="oobe-frame" x="0.5" y="0.5" width="87" height="55" rx="4" />
      <circle className="oobe-mark" cx="17" cy="28" r="8" />
      <path className="oobe-lines" d={drawings[name]} />
      <rect className="oobe-button" x="66" y="46" width="14" height="5" rx="1.5" />
    </svg>
  )
}
