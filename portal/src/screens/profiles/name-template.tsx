/** The name template, with what it makes of the serial numbers that are registered here. */
import { Field, Input } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { nameTemplateFaults } from 'taxiway-autopilot'
import type { CheckedNames } from 'taxiway-autopilot/admin'
import { useRested } from '../../act/use-rested.ts'
import { admin, ask } from '../../api/ask.ts'
import { fetchDevices } from '../../api/devices.ts'
import { useMay } from '../../api/me.ts'
import { visible } from '../../look/outside-text.tsx'
import { texts } from '../../texts/texts.ts'
import { nameFrom } from '../devices/edit/name-rules.ts'

const { profiles } = texts

export type NameTemplateProps = {
  /** Absent: the profile is new, and reaches nobody yet. */
  readonly profileId: string | undefined
  readonly template: string
  readonly onChange: (template: string) => void
}

export function faultOfTemplate(template: string): string | undefined {
  const [fault] = template === '' ? [] : nameTemplateFaults(template)
  return fault
}

export function NameTemplate({ profileId, template, onChange }: NameTemplateProps): ReactNode {
  const fault = faultOfTemplate(template)
  const check = useNames(profileId, template)
  const hint = useExamples(template)
  return (
    <section className="card form">
      <h2>{profiles.groups.naming}</h2>
      <Field
        label={profiles.template}
        {...(fault === undefined
          ? { hint }
          : {
              validationState: 'error' as const,
              validationMessage: profiles.templateFault(fault),
            })}
      >
        <Input value={template} spellCheck={false} onChange={(_, { value }) => onChange(value)} />
      </Field>
      {check !== undefined && check.faults.length > 0 && (
        <div className="bar warning" role="status">
          <details className="grow">
            <summary>{profiles.wrongNames(check.faults.length, check.checked)}</summary>
            <ul className="plain small">
              {check.faults.slice(0, 20).map(({ deviceId, serialNumber, name, fault: why }) => (
                <li key={deviceId}>
                  {visible(serialNumber)}: {visible(name)} – {visible(why)}
                </li>
              ))}
            </ul>
          </details>
        </div>
      )}
    </section>
  )
}

/** Names of devices that are here; of two made-up ones where there is none. */
function useExamples(template: string): string {
  const may = useMay()
  const query = { q: '', filter: "serialNumber ne ''", sort: '-registeredDateTime' }
  const { data } = useQuery({
    queryKey: ['devices', 'examples'],
    queryFn: ({ signal }) => fetchDevices(query, 0, signal),
    enabled: may('devices.read') && template !== '',
    staleTime: 300_000,
  })
  if (template === '') return profiles.templateHint
  const here = data?.value.slice(0, 5).map(({ serialNumber }) => serialNumber) ?? []
  const serials = here.length > 0 ? here : ['7F3QA2', 'P2M4X1']
  return profiles.examples(
    [...new Set(serials.map((serial) => nameFrom(template, serial)))].map(visible).join(', '),
  )
}

function useNames(profileId: string | undefined, template: string): CheckedNames | undefined {
  const may = useMay()
  const rested = useRested(template)
  const isRight = rested !== '' && faultOfTemplate(rested) === undefined
  const { data } = useQuery({
    queryKey: ['devices', 'names', profileId, rested],
    queryFn: ({ signal }) =>
      ask<CheckedNames>(`${admin}/device-names/check`, {
        method: 'POST',
        body: { template: rested, ...(profileId !== undefined && { profileId }) },
        signal,
      }),
    enabled: isRight && may('devices.read'),
    staleTime: 60_000,
    retry: false,
  })
  return isRight ? data : undefined
}
