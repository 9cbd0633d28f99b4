/** Whether devices enroll and register themselves, with what follows from it in words. */
import { Switch } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { EnrollmentSettings } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged, useEntity } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { Confirm } from '../../look/confirm.tsx'
import { Loaded } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'

const { enrollmentSettings: words } = texts
const path = `${admin}/enrollment-settings`

export function SettingsTab(): ReactNode {
  const query = useEntity<EnrollmentSettings>(path)
  return <Loaded query={query}>{(data) => <Switches of={data} />}</Loaded>
}

function Switches({ of }: { of: EnrollmentSettings }): ReactNode {
  const mayChange = useMay()('enrollment-configurations.write')
  const [asks, setAsks] = useState(false)

  async function change(body: Partial<EnrollmentSettings>): Promise<void> {
    if (!(await attempt(() => ask(path, { method: 'PATCH', body })))) return
    notify({ text: words.saved })
    await entitiesChanged()
  }

  return (
    <section className="card stack">
      <h2>{words.title}</h2>
      <Switch
        label={words.convert}
        checked={of.convertAllTargetedDevices}
        disabled={!mayChange}
        onChange={(_, { checked }) => {
          if (checked) setAsks(true)
          else void change({ convertAllTargetedDevices: false })
        }}
      />
      <p>{of.convertAllTargetedDevices ? words.convertOff : words.convertOn}</p>
      <p className="quiet">{words.convertNever}</p>
      <Switch
        label={words.pause}
        checked={of.isPaused}
        disabled={!mayChange}
        onChange={(_, { checked }) => void change({ isPaused: checked })}
      />
      <p>{words.pauseText}</p>
      {asks && (
        <Confirm
          title={words.convertTitle}
          text={words.convertText}
          act={words.convertAct}
          onClose={() => setAsks(false)}
          onConfirm={() => void change({ convertAllTargetedDevices: true })}
        />
      )}
    </section>
  )
}
