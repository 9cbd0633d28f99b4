/** How people sign in: the policies as sentences with switches. */
import { Field, Switch } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { FactorPolicy, IdentityProvider, SignInPolicy } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged, useEntities, useEntity } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Loaded } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'

const { access } = texts
const words = access.signIn
const signInPath = `${admin}/sign-in-policy`
const factorPath = `${admin}/factor-policy`

export function SignInTab(): ReactNode {
  const may = useMay()
  const signIn = useEntity<SignInPolicy>(signInPath)
  const factors = useEntity<FactorPolicy>(factorPath)
  const providers = useEntities<IdentityProvider>(
    `${admin}/identity-providers`,
    may('identity-providers.read'),
  )
  const isReadOnly = !may('policies.write')

  async function put(path: string, body: object): Promise<void> {
    if (!(await attempt(() => ask(path, { method: 'PUT', body })))) return
    notify({ text: words.saved })
    await entitiesChanged()
  }

  return (
    <div className="cards">
      <section className="card form">
        <Loaded query={signIn}>
          {(policy) => (
            <Field hint={words.deviceHint}>
              <Switch
                label={words.device}
                checked={policy.deviceCode}
                disabled={isReadOnly}
                onChange={(_, { checked }) =>
                  void put(signInPath, { ...policy, deviceCode: checked })
                }
              />
            </Field>
          )}
        </Loaded>
        <Loaded query={factors}>
          {(policy) => (
            <>
              <Field hint={words.requiredHint}>
                <Switch
                  label={words.required}
                  checked={policy.factorRequired}
                  disabled={isReadOnly}
                  onChange={(_, { checked }) =>
                    void put(factorPath, { ...policy, factorRequired: checked })
                  }
                />
              </Field>
              <Field hint={words.strictHint}>
                <Switch
                  label={words.strict}
                  checked={policy.strictCodes}
                  disabled={isReadOnly}
                  onChange={(_, { checked }) =>
                    void put(factorPath, { ...policy, strictCodes: checked })
                  }
                />
              </Field>
              <h2>{words.roles}</h2>
              <OutsideText text={policy.passkeyRoles.join(', ')} />
            </>
          )}
        </Loaded>
      </section>
      {may('identity-providers.read') && (
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
      )}
    </div>
  )
}
