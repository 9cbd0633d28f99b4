/** The API's description, generated from the routes themselves, so that it cannot promise what does not exist. */
import type { AdminErrorBody } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { permissionTable } from '../../core/access/permission-table.ts'
import type { Described } from '../http/route.ts'

type DescribedRoute = Described & { readonly body?: z.ZodType; readonly query?: z.ZodType }

export function openApi(routes: readonly DescribedRoute[], base: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = `${base}${route.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Taxiway admin API', version: '1' },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Error: z.toJSONSchema(failure) },
    },
    security: [{ bearer: [] }],
    paths,
  }
}

const failure = z.object({
  error: z.object({ code: z.string(), message: z.string(), requestId: z.string() }),
}) satisfies z.ZodType<AdminErrorBody>

function operation(route: DescribedRoute): object {
  const { permission, summary, body, query, answer, delayed, status = 200 } = route
  const { scopes } = permissionTable[permission]
  return {
    summary,
    'x-permission': permission,
    'x-scopes': scopes,
    parameters: [...pathParameters(route.path), ...queryParameters(query)],
    ...(body && { requestBody: { required: true, content: json(body, 'input') } }),
    responses: {
      [status]: { description: 'Done.', ...(answer && { content: json(answer, 'output') }) },
      ...(delayed && {
        202: { description: 'It will be done later.', content: json(delayed, 'output') },
      }),
      default: {
        description: 'Refused or failed.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  }
}

function pathParameters(path: string): readonly object[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters(query: z.ZodType | undefined): readonly object[] {
  if (!(query instanceof z.ZodObject)) return []
  return Object.entries(query.shape).map(([name, shape]) => ({
    name,
    in: 'query',
    schema: schemaOf(shape as z.ZodType, 'input'),
  }))
}

function json(shape: z.ZodType, io: 'input' | 'output'): object {
  return { 'application/json': { schema: schemaOf(shape, io) } }
}

function schemaOf(shape: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' })
  return schema
}
