/** Kinds of statements about spread tables that Citus 12.1 refuses, each with an example and what is written instead. */

export type RefusedKind = {
  readonly name: string
  readonly isOne: (statement: string) => boolean
  /** About devices of the tenant `$1`, or about the device. */
  readonly example: string
  readonly instead: string
  /** What Citus 12.1 says. */
  readonly refusal: string
}

export function refusedKinds(spread: readonly string[]): readonly RefusedKind[] {
  const tables = spread.join('|')
  const changes = new RegExp(
    `\\b(?:update|insert into|delete from)\\s+(?:only\\s+)?(?:${tables})\\b`,
    'i',
  )
  const reads = new RegExp(`\\b(?:from|join)\\s+(?:${tables})\\b`, 'i')
  const time = String.raw`\b(?:business_now|now)\(\)`
  const timeInCase = new RegExp(
    `\\bcase\\b(?:(?!\\bend\\b)[^])*?${time}(?:(?!\\bend\\b)[^])*\\bend\\b`,
    'i',
  )
  const timeInCoalesce = new RegExp(`\\bcoalesce\\([^()]*${time}`, 'i')
  /** Without what is asked in parentheses of its own, which is worked out before. */
  const ownOf = (text: string) => {
    for (let before = ''; before !== text; ) {
      before = text
      text = text.replace(/\(\s*select\b(?:[^()]|\(\))*\)/gi, ' ? ')
    }
    return text
  }
  return [
    {
      name: 'the time within case or coalesce of a change',
      isOne: (text) =>
        changes.test(text) && [timeInCase, timeInCoalesce].some((each) => each.test(ownOf(text))),
      example:
        'update device set targeted_at = case when group_tag is null then business_now() else targeted_at end where tenant_id = $1',
      instead: `update device set targeted_at = case when group_tag is null then moment.now else targeted_at end
        from (select business_now() as now) as moment where tenant_id = $1`,
      refusal: 'non-IMMUTABLE functions are not allowed in CASE or COALESCE statements',
    },
    {
      name: 'the time in what a change returns',
      isOne: (text) =>
        changes.test(text) && new RegExp(`\\breturning\\b[^]*${time}`, 'i').test(text),
      example: `update device set group_tag = 'a' where tenant_id = $1 returning registered_at < business_now()`,
      instead: `update device set group_tag = 'a' where tenant_id = $1 returning registered_at`,
      refusal: 'non-IMMUTABLE functions are not allowed in the RETURNING clause',
    },
    {
      name: 'a moment that is moved by a length of time',
      isOne: (text) =>
        changes.test(text) &&
        /\bset\b[\s\S]*?\b(\w+)(?: =|=) ?(?:\w+\.)?\1 [-+] (?:make_interval|interval)/i.test(text),
      example: `update device set targeted_at = targeted_at - interval '1 day' where tenant_id = $1`,
      instead: `update device set targeted_at = business_now() - interval '1 day' where tenant_id = $1`,
      refusal: 'STABLE functions used in UPDATE queries cannot be called with column references',
    },
    {
      name: 'rows that are locked without their tenant as a value',
      isOne: (text) =>
        reads.test(text) &&
        /\bfor (?:no key )?(?:update|share)\b/i.test(text) &&
        !/\btenant_id = \$\d|\(tenant_id, \w+\) = \(\$1/i.test(text),
      example: 'select tenant_id from device where device_id = $1 for update',
      instead: 'select tenant_id from device where tenant_id = $1 for update',
      refusal: 'could not run distributed query with FOR UPDATE/SHARE commands',
    },
    {
      name: 'the place of a row within its table',
      isOne: (text) => (changes.test(text) || reads.test(text)) && /\bctid\b/i.test(text),
      example:
        'delete from device where ctid = (select min(ctid) from device where tenant_id = $1)',
      instead: 'delete from device where tenant_id = $1',
      refusal: 'cannot perform distributed planning for the given modification',
    },
  ]
}
