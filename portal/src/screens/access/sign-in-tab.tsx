/** How people sign in: the policies as sentences with switches. */
import { Field, Switch } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { FactorPolicy, IdentityProvider, SignInPolicy } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { useEdit } from '../../act/use-edit.ts'
import { admin } from '../../api/ask.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { placeAt, useVersioned, type Versioned } from '../../api/versions.ts'
import { Changed, type Fields } from '../../look/changed-meanwhile.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Loaded } from '../../look/states.tsx'
import { access } from '../../texts/access-texts.ts'

const words = access.signIn
const signInPath = `${admin}/sign-in-policy`
const factorPath = `${admin}/factor-policy`

export function SignInTab(): ReactNode {
  const may = useMay()
  const signIn = useVersioned<SignInPolicy>(signInPath)
  const factors = useVersioned<FactorPolicy>(factorPath)
  return (
    <div className="cards">
      <section className="card form">
        <Loaded query={signIn}>{(read) => <SignInSwitches read={read} />}</Loaded>
        <Loaded query={factors}>{(read) => <FactorSwitches read={read} />}</Loaded>
      </section>
      {may('identity-providers.read') && <Providers />}
    </div>
  )
}

function SignInSwitches({ read }: { read: Versioned<SignInPolicy> }): ReactNode {
  return (
    <Switches path={signInPath} read={read} of={[['deviceCode', words.device, words.deviceHint]]} />
  )
}

function FactorSwitches({ read }: { read: Versioned<FactorPolicy> }): ReactNode {
  return (
    <>
      <Switches
        path={factorPath}
        read={read}
        of={[
          ['factorRequired', words.required, words.requiredHint],
          ['strictCodes', words.strict, words.strictHint],
        ]}
        beside={(policy) => [[words.roles, passkeyRolesOf(policy)]]}
      />
      <h2>{words.roles}</h2>
      <OutsideText text={passkeyRolesOf(read.value)} />
    </>
  )
}

function passkeyRolesOf({ passkeyRoles }: FactorPolicy): string {
  return passkeyRoles.join(', ')
}

type SwitchesProps<T> = {
  readonly path: string
  readonly read: Versioned<T>
  readonly of: readonly (readonly [name: keyof T & string, label: string, hint: string])[]
  /** What is set elsewhere, and may have been meanwhile. */
  readonly beside?: (policy: T) => Fields
}

/** What is turned on or off is saved at once, unless somebody else was faster. */
function Switches<T extends object>({ path, read, of, beside }: SwitchesProps<T>): ReactNode {
  const isReadOnly = !useMay()('policies.write')
  const edit = useEdit({
    place: placeAt<T>(path, { isWhole: true }),
    first: read,
    formOf: itself,
    form: read.value,
    requestOf: itself,
    show: () => undefined,
    isLive: true,
  })
  const fieldsOf = (policy: T): Fields => [
    ...of.map(([name, label]) => [label, policy[name] === true] as const),
    ...(beside?.(policy) ?? []),
  ]

  function saved(isDone: boolean): void {
    if (isDone) notify({ text: words.saved })
  }

  return (
    <>
      {edit.meeting !== undefined && (
        <Changed
          of={edit.meeting}
          fieldsOf={fieldsOf}
          onMine={() => void edit.keepMine().then(saved)}
          onTheirs={() => {
            edit.takeTheirs()
            void entitiesChanged()
          }}
        />
      )}
      {of.map(([name, label, hint]) => (
        <Field key={name} hint={hint}>
          <Switch
            label={label}
            checked={read.value[name] === true}
            disabled={isReadOnly}
            onChange={(_, { checked }) =>
              void edit.put({ [name]: checked } as Partial<T>).then(saved)
            }
          />
        </Field>
      ))}
    </>
  )
}

function itself<T>(policy: T): T {
  return policy
}

function Providers(): ReactNode {
  const providers = useEntities<IdentityProvider>(`${admin}/identity-providers`)
  return (
    <section className="card">
      <h2>{words.providers}</h2>
      <Loaded query={providers}>
        {(list) => (
          <ul className="plain">
            {list.length === 0 && <li className="quiet">{words.noProviders}</li>}
            {list.map(({ id, displayName }) => (
              <li key={id}>
                <OutsideText text={displayName} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  )
}
