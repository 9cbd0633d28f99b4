/** The rule of a group, which says what it selects as soon as typing rests; some rules are ready-made. */
import { Field, Select, Textarea } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useRested } from '../../act/use-rested.ts'
import { ApiError } from '../../api/api-error.ts'
import { useRuleCount } from '../../api/uses.ts'
import { texts } from '../../texts/texts.ts'

const { groups } = texts

const ready = {
  all: '(device.devicePhysicalIds -any (_ -startsWith "[ZTDid]"))',
  tag: '(device.devicePhysicalIds -any (_ -eq "[OrderID]:Kiosk"))',
  order: '(device.devicePhysicalIds -any (_ -eq "[PurchaseOrderId]:76222342342"))',
} as const

type RuleFieldProps = { readonly rule: string; readonly onRule: (rule: string) => void }

export function RuleField({ rule, onRule }: RuleFieldProps): ReactNode {
  const rested = useRested(rule.trim())
  const { data, error } = useRuleCount(rested)
  const fault = error instanceof ApiError && error.status === 400 ? error.message : undefined
  const count = rested === '' ? null : (data?.devices ?? null)
  const hint = count === null ? groups.ruleHint : groups.selects(count)
  return (
    <>
      <Field
        label={groups.rule}
        {...(fault === undefined
          ? { hint }
          : { validationState: 'error' as const, validationMessage: fault })}
      >
        <Textarea
          className="mono"
          value={rule}
          rows={3}
          spellCheck={false}
          onChange={(_, { value }) => onRule(value)}
        />
      </Field>
      <Select aria-label={groups.ready} value="" onChange={(_, { value }) => onRule(value)}>
        <option value="">{groups.ready}</option>
        <option value={ready.all}>{groups.readyAll}</option>
        <option value={ready.tag}>{groups.readyTag}</option>
        <option value={ready.order}>{groups.readyOrder}</option>
      </Select>
    </>
  )
}
