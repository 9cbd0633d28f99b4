/** The directory's object of the device. */
import type { ReactNode } from 'react'
import type { Device } from 'taxiway-autopilot/admin'
import { useDirectoryDevice } from '../../api/device-detail.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Loaded } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'

const { devicePage, common } = texts

export function EntraTab({ device }: { device: Device }): ReactNode {
  const object = useDirectoryDevice(device.id)
  return (
    <section className="card stack">
      <Loaded query={object}>
        {(data) =>
          data === null ? (
            <p className="quiet">{devicePage.entraNone}</p>
          ) : (
            <>
              <Pairs
                of={[
                  [devicePage.entraName, <OutsideText key="n" text={data.displayName} />],
                  [
                    devicePage.entraId,
                    <span key="i" className="mono">
                      {data.deviceId}
                    </span>,
                  ],
                  [
                    devicePage.entraTrust,
                    <OutsideText
                      key="t"
                      text={devicePage.entraTrusts[data.trustType ?? ''] ?? data.trustType}
                    />,
                  ],
                  [devicePage.entraEnabled, data.accountEnabled === false ? common.no : common.yes],
                  [
                    devicePage.entraPhysical,
                    <ul key="p" className="plain mono">
                      {data.physicalIds.map((id) => (
                        <li key={id}>
                          <OutsideText text={id} />
                        </li>
                      ))}
                    </ul>,
                  ],
                ]}
              />
              <p className="bar warning">{devicePage.entraWarning}</p>
            </>
          )
        }
      </Loaded>
    </section>
  )
}
