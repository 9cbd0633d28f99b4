/** The devices of a batch, chosen by hand or all together. */
import { Checkbox } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { PartnerDevice } from 'taxiway-autopilot/admin'
import { OutsideText, visible } from '../../look/outside-text.tsx'
import { Time } from '../../look/time.tsx'
import { customers } from '../../texts/partner-texts.ts'
import { texts } from '../../texts/texts.ts'

const titles = customers.deviceColumns

type DevicesProps = {
  readonly of: readonly PartnerDevice[]
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (chosen: ReadonlySet<string>) => void
}

export function BatchDevices({ of, chosen, onChoose }: DevicesProps): ReactNode {
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
