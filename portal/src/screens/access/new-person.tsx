/** A new person, with a first password that is shown once. */
import { Button, Checkbox, Field, Input } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { useMe } from '../../api/me.ts'
import { addPerson, newPassword } from '../../api/people.ts'
import { Pane } from '../../look/pane.tsx'
import { access } from '../../texts/access-texts.ts'
import { texts } from '../../texts/texts.ts'
import { ShownOnce } from './shown-once.tsx'

const { common } = texts
const words = access.person

export function NewPersonPane({ onClose }: { onClose: () => void }): ReactNode {
  const { data: me } = useMe()
  const domain = me?.tenant.domain ?? ''
  const [form, setForm] = useState({ displayName: '', userPrincipalName: '', hasPassword: true })
  const [password, setPassword] = useState<string>()
  const put = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }))
  const { displayName, userPrincipalName, hasPassword } = form
  const isWhole = displayName.trim() !== '' && userPrincipalName.includes('@')

  async function add(): Promise<void> {
    if (!isWhole) return
    const given = hasPassword ? newPassword() : undefined
    const person = { displayName: displayName.trim(), userPrincipalName: userPrincipalName.trim() }
    const isDone = await attempt(() =>
      addPerson({ ...person, ...(given !== undefined && { password: given }) }),
    )
    if (!isDone) return
    notify({ text: words.added(person.displayName) })
    if (given === undefined) onClose()
    else setPassword(given)
  }

  return (
    <Pane
      title={access.addPerson}
      isDirty={password === undefined && (displayName !== '' || userPrincipalName !== '')}
      onClose={onClose}
      onSubmit={() => void add()}
      footer={
        password === undefined ? (
          <Button appearance="primary" disabled={!isWhole} onClick={() => void add()}>
            {words.add}
          </Button>
        ) : (
          <Button onClick={onClose}>{common.close}</Button>
        )
      }
    >
      {password === undefined ? (
        <>
          <Field label={access.people.name} required>
            <Input value={displayName} onChange={(_, { value }) => put({ displayName: value })} />
          </Field>
          <Field label={access.people.upn} required hint={words.upnHint(domain)}>
            <Input
              value={userPrincipalName}
              spellCheck={false}
              autoCapitalize="none"
              onChange={(_, { value }) => put({ userPrincipalName: value })}
            />
          </Field>
          <Checkbox
            label={words.password}
            checked={hasPassword}
            onChange={(_, { checked }) => put({ hasPassword: checked === true })}
          />
        </>
      ) : (
        <ShownOnce
          title={words.firstPasswordTitle}
          text={words.firstPasswordText}
          secret={password}
        />
      )}
    </Pane>
  )
}
