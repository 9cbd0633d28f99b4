/**
 * In SQL: the table's serial number is exactly one of those in a text array. Serial numbers are indexed in lower case,
 * as lists compare them.
 */
export function serialIn(table: string, array: string): string {
  return `(lower(${table}.serial_number) = any(array(select lower(each) from unnest(${array}::text[]) as each))
    and ${table}.serial_number = any(${array}::text[]))`
}
