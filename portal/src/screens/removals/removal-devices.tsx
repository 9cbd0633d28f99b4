/** The devices of a plan: by what each was recognized, its steps with their sources, and what was seen to be gone. */
import { Checkmark16Filled } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import type { RemovalDevice, RemovalPlan, RemovalRegister } from 'taxiway-autopilot/admin'
import { OutsideText } from '../../look/outside-text.tsx'
import { Some } from '../../look/some.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'

const { removals: words, common } = texts
const registers: readonly RemovalRegister[] = ['autopilot', 'managedDevice', 'directoryDevice']

export function RemovalDevices({ plan }: { plan: RemovalPlan }): ReactNode {
  return (
    <section className="card stack">
      <h2>{words.devices}</h2>
      <Some of={plan.devices}>
        {(shown) =>
          shown.map((device) => (
            <details key={device.n} open={plan.devices.length <= 3}>
              <summary>
                <strong>
                  <OutsideText text={device.serialNumber} empty={common.empty} />
                </strong>{' '}
                {words.deviceStates[device.state]}
                {device.reason !== null && (
                  <>
                    {': '}
                    <OutsideText text={device.reason} />
                  </>
                )}
              </summary>
              <Details of={device} />
            </details>
          ))
        }
      </Some>
    </section>
  )
}

function Details({ of }: { of: RemovalDevice }): ReactNode {
  const { match, warnings, steps, verified, lost } = of
  return (
    <div className="stack">
      <p>
        {match.certainty === 'exact'
          ? words.recognizedBy(match.by.map((each) => words.ids[each]).join(', '))
          : words.certainties[match.certainty]}
      </p>
      {match.certainty !== 'exact' && match.candidates.length > 0 && (
        <ul>
          {match.candidates.map(({ register, id, by }) => (
            <li key={id}>
              {words.registers[register]} <OutsideText text={id} />:{' '}
              {by.map((each) => words.ids[each]).join(', ')}
            </li>
          ))}
        </ul>
      )}
      {warnings.map(({ code, message }) => (
        <p key={code} className="bar warning">
          {message}
        </p>
      ))}
      <ol>
        {steps.map((step) => (
          <li key={step.n}>
            {step.title} – {words.stepStates[step.state]}
            {step.detail !== null && (
              <>
                {' '}
                <OutsideText text={step.detail} />
              </>
            )}{' '}
            <span className="quiet">
              {step.source} [{step.grade}]
            </span>
          </li>
        ))}
      </ol>
      {verified !== null && (
        <ul className="plain" aria-label={words.verified}>
          {registers.map((register) => (
            <li key={register} className="row">
              {verified[register] === 'absent' && <Checkmark16Filled />}
              {words.registers[register]}: {words.presences[verified[register]]}
            </li>
          ))}
          <li className="quiet">
            <Time at={verified.at} />
          </li>
        </ul>
      )}
      {lost !== null && <p>{lost}</p>}
    </div>
  )
}
