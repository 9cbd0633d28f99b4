/** The organization, the server, and how this browser shows them. */
import { Field, Radio, RadioGroup } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { useMe } from '../../api/me.ts'
import { type Colours, chooseColours, chosenColours } from '../../look/colours.ts'
import { Page } from '../../look/page.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Loaded } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'
import { Organization } from './organization.tsx'

const { settings, common } = texts

export function SettingsScreen(): ReactNode {
  const me = useMe()
  return (
    <Page title={settings.title}>
      <Loaded query={me}>
        {({ tenant, server }) => (
          <div className="cards">
            <Organization tenant={tenant} />
            <section className="card">
              <h2>{settings.server}</h2>
              <Pairs
                of={[
                  [settings.version, server.version],
                  [settings.address, location.origin],
                  [
                    settings.fidelity,
                    server.fidelity === 'strict' ? settings.strict : settings.lenient,
                  ],
                  [settings.emulator, server.emulator ? common.yes : common.no],
                  [settings.importsWait, settings.seconds(server.importSeconds)],
                ]}
              />
            </section>
            <section className="card">
              <h2>{settings.looks}</h2>
              <ColourChoice />
            </section>
            <section className="card">
              <h2>{settings.about}</h2>
              <p>{settings.aboutText}</p>
            </section>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function ColourChoice(): ReactNode {
  const [colours, setColours] = useState(chosenColours)
  return (
    <Field label={settings.colours}>
      <RadioGroup
        value={colours}
        onChange={(_, { value }) => {
          setColours(value as Colours)
          chooseColours(value as Colours)
        }}
      >
        <Radio value="system" label={settings.system} />
        <Radio value="light" label={settings.light} />
        <Radio value="dark" label={settings.dark} />
      </RadioGroup>
    </Field>
  )
}
