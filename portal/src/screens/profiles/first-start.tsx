/** The pages of the first start as the person in front of the device will meet them. */
import type { ReactNode } from 'react'
import { texts } from '../../texts/texts.ts'
import type { ProfileForm } from './profile-form.ts'

const { profiles } = texts
const { pages } = profiles

export function FirstStart({ form }: { form: ProfileForm }): ReactNode {
  const shown: readonly (readonly [name: string, isShown: boolean])[] = [
    [pages.language, form.locale === ''],
    [pages.keyboard, !form.skipKeyboard],
    [pages.network, true],
    [pages.eula, !form.hideEula],
    [pages.signIn, !form.selfDeploying],
    [pages.privacy, !form.hidePrivacy],
    [pages.status, true],
  ]
  return (
    <section className="card">
      <h2>{profiles.preview}</h2>
      <ol className="first-start">
        {shown.map(([name, isShown]) => (
          <li key={name} className={isShown ? undefined : 'is-hidden'}>
            <span className="grow">{name}</span>
            <span className="quiet small">{isShown ? profiles.shown : profiles.hidden}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
