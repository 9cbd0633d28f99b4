/** What a partner may do with the chosen devices of a batch. */
import { Button, Select } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { GivenProfile, PartnerProfile, RemovedDevices } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { ask } from '../../api/ask.ts'
import { pathOfCustomer } from '../../api/customers.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { Confirm } from '../../look/confirm.tsx'
import { visible } from '../../look/outside-text.tsx'
import { customers } from '../../texts/partner-texts.ts'

type ActsProps = {
  readonly customer: string
  readonly batch: string
  readonly chosen: readonly string[]
}

export function BatchActs({ customer, batch, chosen }: ActsProps): ReactNode {
  const may = useMay()
  const path = pathOfCustomer(customer)
  const profiles = useEntities<PartnerProfile>(`${path}/profiles`, may('partner-policies.write'))
  const [asks, setAsks] = useState(false)
  const isNone = chosen.length === 0

  async function give(profileId: string): Promise<void> {
    await attempt(async () => {
      const body = { profileId: profileId === 'none' ? null : profileId, devices: chosen }
      const answer = await ask<GivenProfile>(`${path}/devices/give-profile`, {
        method: 'POST',
        body,
      })
      notify({ text: customers.given(answer.given, answer.failed) })
      await entitiesChanged()
    })
  }

  async function remove(): Promise<void> {
    await attempt(async () => {
      const body = { batchId: batch, devices: chosen }
      const { removed } = await ask<RemovedDevices>(`${path}/devices/remove`, {
        method: 'POST',
        body,
      })
      notify({ text: customers.removed(removed) })
      await entitiesChanged()
    })
  }

  return (
    <div className="row wrap">
      {profiles.data !== undefined && (
        <Select
          aria-label={customers.give}
          disabled={isNone}
          value=""
          onChange={(_, { value }) => value !== '' && void give(value)}
        >
          <option value="">{customers.give}</option>
          {profiles.data.map(({ id, displayName }) => (
            <option key={id} value={id}>
              {visible(displayName)}
            </option>
          ))}
          <option value="none">{customers.noProfile}</option>
        </Select>
      )}
      {may('partner-devices.remove') && (
        <Button disabled={isNone} onClick={() => setAsks(true)}>
          {customers.remove}
        </Button>
      )}
      {asks && (
        <Confirm
          title={customers.removeTitle(chosen.length)}
          text={customers.removeText}
          act={customers.remove}
          onClose={() => setAsks(false)}
          onConfirm={() => void remove()}
        />
      )}
    </div>
  )
}
