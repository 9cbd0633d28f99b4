/** Device association: DeviceLink files, many at once. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useRef } from 'react'
import type { AssociatedDevice } from 'taxiway-autopilot'
import { readDeviceCsv } from 'taxiway-device-csv'
import { notify } from '../../act/notify.tsx'
import { ask, graph } from '../../api/ask.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Empty, NoPermission } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'

const { associations } = texts
const path = `${graph}/deviceManagement/tenantAssociatedDevices`
const titles = associations.columns

const columns = [
  textColumn<AssociatedDevice>(
    ['serial', titles.serial],
    ({ serialNumber }) => serialNumber ?? '',
    {
      width: 220,
      phone: true,
      cell: ({ serialNumber }) => <OutsideText text={serialNumber} />,
    },
  ),
  textColumn<AssociatedDevice>(
    ['state', titles.state],
    ({ associationState }) =>
      associations.states[String(associationState)] ?? String(associationState),
    { width: 180, phone: true },
  ),
  textColumn<AssociatedDevice>(
    ['since', titles.since],
    ({ preassociationDateTime }) => preassociationDateTime ?? '',
    { width: 160, cell: ({ preassociationDateTime }) => <Time at={preassociationDateTime} /> },
  ),
  textColumn<AssociatedDevice>(
    ['associated', titles.associated],
    ({ associationDateTime }) => associationDateTime ?? '',
    { width: 160, cell: ({ associationDateTime }) => <Time at={associationDateTime} /> },
  ),
]

export function AssociationsScreen(): ReactNode {
  const may = useMay()
  const input = useRef<HTMLInputElement>(null)
  const query = useEntities<AssociatedDevice>(path, may('associated-devices.read'))
  if (!may('associated-devices.read')) return <NoPermission />

  async function add(files: readonly File[]): Promise<void> {
    let [added, failed] = [0, 0]
    for (const file of files) {
      const { rows } = readDeviceCsv(new Uint8Array(await file.arrayBuffer()), {
        fileName: file.name,
      })
      for (const { deviceLink = '' } of rows) {
        const isAdded = await associate(deviceLink)
        if (isAdded) added++
        else failed++
      }
    }
    notify({ text: associations.added(added, failed), intent: failed > 0 ? 'warning' : 'success' })
    await entitiesChanged()
  }

  const button = may('associated-devices.import') && (
    <>
      <Button appearance="primary" onClick={() => input.current?.click()}>
        {associations.add}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={associations.add}
        onChange={({ currentTarget }) => void add([...(currentTarget.files ?? [])])}
      />
    </>
  )
  return (
    <Page title={associations.title} aside={button} isFull>
      <SimpleList
        name={associations.title}
        query={query}
        columns={columns}
        idOf={({ id }) => id ?? ''}
        nameOf={({ serialNumber }) => serialNumber ?? ''}
        empty={<Empty picture="devices" title={associations.empty} text={associations.emptyText} />}
      />
    </Page>
  )
}

async function associate(deviceLink: string): Promise<boolean> {
  try {
    await ask(`${path}/importTenantAssociatedDevice`, { method: 'POST', body: { deviceLink } })
    return true
  } catch {
    return false
  }
}
