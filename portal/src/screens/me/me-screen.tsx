/** Oneself: roles, factors, and the way to the account's own pages. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useMe } from '../../api/me.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Loaded } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { number } from '../../texts/numbers.ts'
import { texts } from '../../texts/texts.ts'

const { me: words } = texts

export function MeScreen(): ReactNode {
  const me = useMe()
  return (
    <Page title={words.title}>
      <Loaded query={me}>
        {({ user, roles, tenant, signIn, factors }) => (
          <div className="cards">
            <section className="card">
              <h2>{words.who}</h2>
              <Pairs
                of={[
                  [words.name, <OutsideText key="n" text={user.displayName} />],
                  [words.upn, <OutsideText key="u" text={user.userPrincipalName} />],
                  [
                    words.roles,
                    <OutsideText
                      key="r"
                      text={roles.length === 0 ? words.noRoles : roles.join(', ')}
                    />,
                  ],
                  [words.signedIn, <Time key="s" at={signIn.authTime} />],
                ]}
              />
            </section>
            <section className="card">
              <h2>{words.factors}</h2>
              <Pairs
                of={[
                  [words.passkeys, number(factors.passkeys)],
                  [words.apps, number(factors.codes)],
                  [
                    words.fresh,
                    signIn.freshUntil === null ? (
                      words.notFresh
                    ) : (
                      <Time key="f" at={signIn.freshUntil} />
                    ),
                  ],
                ]}
              />
            </section>
            <section className="card stack">
              <h2>{words.manage}</h2>
              <p>{words.manageText}</p>
              <div>
                <Button as="a" href={`/${tenant.id}/account`}>
                  {words.open}
                </Button>
              </div>
            </section>
          </div>
        )}
      </Loaded>
    </Page>
  )
}
