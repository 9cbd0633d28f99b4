/** The settings of a profile: what it is, and what the first start shows. */
import { Field, Input, Select, Switch, Textarea } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { texts } from '../../texts/texts.ts'
import type { ProfileForm } from './profile-form.ts'

const { profiles } = texts

type PartProps = { readonly form: ProfileForm; readonly put: (part: Partial<ProfileForm>) => void }

export function Basics({ form, put, isNew }: PartProps & { isNew: boolean }): ReactNode {
  return (
    <section className="card form">
      <h2>{profiles.groups.basics}</h2>
      <Field label={profiles.name} required>
        <Input value={form.displayName} onChange={(_, { value }) => put({ displayName: value })} />
      </Field>
      <Field label={profiles.description}>
        <Textarea
          value={form.description}
          onChange={(_, { value }) => put({ description: value })}
        />
      </Field>
      <Field label={profiles.joinField}>
        <Select
          value={form.hybrid ? 'hybrid' : 'entra'}
          disabled={!isNew}
          onChange={(_, { value }) => put({ hybrid: value === 'hybrid' })}
        >
          <option value="entra">{profiles.entra}</option>
          <option value="hybrid">{profiles.hybrid}</option>
        </Select>
      </Field>
      <Field label={profiles.mode} hint={profiles.modeHint}>
        <Select
          value={form.selfDeploying ? 'shared' : 'single'}
          onChange={(_, { value }) => put({ selfDeploying: value === 'shared' })}
        >
          <option value="single">{profiles.userDriven}</option>
          <option value="shared">{profiles.selfDeploying}</option>
        </Select>
      </Field>
    </section>
  )
}

const switches = [
  ['hideEula', profiles.eula, profiles.eulaHint],
  ['hidePrivacy', profiles.privacy, profiles.privacyHint],
  ['skipKeyboard', profiles.keyboard, profiles.keyboardHint],
  ['hideEscape', profiles.escape, profiles.escapeHint],
  ['preprovisioning', profiles.preprovisioning, profiles.preprovisioningHint],
  ['convert', profiles.convert, profiles.convertHint],
] as const

export function Experience({ form, put }: PartProps): ReactNode {
  return (
    <section className="card form">
      <h2>{profiles.groups.first}</h2>
      <Field label={profiles.language} hint={profiles.languageHint}>
        <Input value={form.locale} onChange={(_, { value }) => put({ locale: value })} />
      </Field>
      <Field label={profiles.account} hint={profiles.accountHint}>
        <Select
          value={form.administrator ? 'administrator' : 'standard'}
          onChange={(_, { value }) => put({ administrator: value === 'administrator' })}
        >
          <option value="standard">{profiles.standard}</option>
          <option value="administrator">{profiles.administrator}</option>
        </Select>
      </Field>
      {switches.map(([key, label, hint]) => (
        <Field key={key} hint={hint}>
          <Switch
            label={label}
            checked={form[key]}
            onChange={(_, { checked }) => put({ [key]: checked })}
          />
        </Field>
      ))}
    </section>
  )
}
