/** Where spans are sent, by the variables that OpenTelemetry names for every program. */
import { z } from 'zod'

const url = z.url({
  protocol: /^https?$/,
  error: 'must be an address such as http://localhost:4318',
})

export const tracingShape = {
  OTEL_EXPORTER_OTLP_ENDPOINT: url.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .transform((text) => text.split(',').map((each) => each.split(/=(.*)/s).slice(0, 2)))
    .refine(
      (all) => all.every(([name = '', value]) => /^[\w-]+$/.test(name.trim()) && isEncoded(value)),
      'must be name=value, separated by commas, with a percent sign in a value written as %25',
    )
    .transform((all) =>
      Object.fromEntries(
        all.map(([name = '', value = '']) => [name.trim(), decodeURIComponent(value.trim())]),
      ),
    )
    .optional(),
  OTEL_SERVICE_NAME: z.string().default('taxiway'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .transform(Number)
    .refine((share) => share >= 0 && share <= 1, 'must be a number from 0 to 1')
    .default(1),
  OTEL_SDK_DISABLED: z
    .string()
    .transform((text) => text.toLowerCase() === 'true')
    .default(false),
}

export type TracingSettings = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly serviceName: string
  /** Of the traces that begin here, how many are kept, 0 to 1. */
  readonly share: number
}

/** Undefined: no collector is named, or tracing is switched off. */
export function tracingOf(
  v: z.output<z.ZodObject<typeof tracingShape>>,
): TracingSettings | undefined {
  const base = v.OTEL_EXPORTER_OTLP_ENDPOINT
  const at =
    v.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (base && `${base.replace(/\/$/, '')}/v1/traces`)
  if (at === undefined || v.OTEL_SDK_DISABLED) return undefined
  return {
    url: at,
    headers: v.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    serviceName: v.OTEL_SERVICE_NAME,
    share: v.OTEL_TRACES_SAMPLER_ARG,
  }
}

function isEncoded(value: string | undefined): boolean {
  try {
    return value !== undefined && decodeURIComponent(value) !== undefined
  } catch {
    return false
  }
}
