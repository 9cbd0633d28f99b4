/** The devices of a partner's batch: given a profile, or removed. */

import { Button, Checkbox, Select } from '@fluentui/react-components'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type {
  GivenProfile,
  PartnerDevice,
  PartnerDevicePage,
  PartnerProfile,
  RemovedDevices,
} from 'taxiway-autopilot/admin'
import { useParams } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { ask } from '../../api/ask.ts'
import { pathOfCustomer } from '../../api/customers.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { Confirm } from '../../look/confirm.tsx'
import { OutsideText, visible } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Loaded } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'

const { customers, common } = texts
const titles = customers.deviceColumns

export function BatchScreen(): ReactNode {
  const { customer = '', batch = '' } = useParams()
  const name = decoded(batch)
  const path = `${pathOfCustomer(customer)}/batches/${encodeURIComponent(name)}/devices`
  const query = useInfiniteQuery({
    queryKey: ['entities', path],
    queryFn: ({ pageParam }) =>
      ask<PartnerDevicePage>(pageParam === '' ? path : `${path}?cursor=${pageParam}`),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  return (
    <Page title={visible(name)}>
      <Loaded query={query}>
        {({ pages }) => {
          const rows = pages.flatMap(({ value }) => value)
          return (
            <>
              <Acts
                customer={customer}
                batch={name}
                chosen={rows.map(({ id }) => id).filter((id) => chosen.has(id))}
              />
              <Devices of={rows} chosen={chosen} onChoose={setChosen} />
              {query.hasNextPage && (
                <Button onClick={() => void query.fetchNextPage()}>{common.more}</Button>
              )}
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

type ActsProps = {
  readonly customer: string
  readonly batch: string
  readonly chosen: readonly string[]
}

function Acts({ customer, batch, chosen }: ActsProps): ReactNode {
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

type DevicesProps = {
  readonly of: readonly PartnerDevice[]
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (chosen: ReadonlySet<string>) => void
}

function Devices({ of, chosen, onChoose }: DevicesProps): ReactNode {
  const isAll = of.length > 0 && of.every(({ id }) => chosen.has(id))

  function choose(id: string, isChosen: boolean): void {
    const next = new Set(chosen)
    if (isChosen) next.add(id)
    else next.delete(id)
    onChoose(next)
  }

  return (
    <div className="scroll">
      <table className="table stacked">
        <thead>
          <tr>
            <th scope="col">
              <Checkbox
                aria-label={texts.grid.selectAll}
                checked={isAll}
                onChange={(_, { checked }) =>
                  onChoose(new Set(checked === true ? of.map(({ id }) => id) : []))
                }
              />
            </th>
            <th scope="col">{titles.serial}</th>
            <th scope="col">{titles.model}</th>
            <th scope="col">{titles.profile}</th>
            <th scope="col">{titles.added}</th>
          </tr>
        </thead>
        <tbody>
          {of.map((device) => (
            <tr key={device.id}>
              <td>
                <Checkbox
                  aria-label={visible(device.serialNumber ?? device.productKey ?? device.id)}
                  checked={chosen.has(device.id)}
                  onChange={(_, { checked }) => choose(device.id, checked === true)}
                />
              </td>
              <td>
                <OutsideText text={device.serialNumber} />
              </td>
              <td>
                <OutsideText text={[device.manufacturer, device.model].filter(Boolean).join(' ')} />
              </td>
              <td>
                <OutsideText text={device.profile} empty={customers.noProfile} />
              </td>
              <td>
                <Time at={device.registeredAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
