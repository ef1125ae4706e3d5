import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { App } from '../context.ts';
import type { ApiLimits } from '../deps.ts';
import { describeRoute, mendHeaderReferences } from './describe-route.ts';
import { eventSchemas } from './event-schemas.ts';
import { giveExamples } from './examples.ts';
import { responseHeaders } from './header-fields.ts';

/** The API's description (OpenAPI 3.1), and a page that shows it, at /reference; both need no token and no internet. */
export async function serveReference(app: App, limits: ApiLimits): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Rollcall',
        version: '1.0.0',
        description:
          'One true, explained status for every unaccompanied child in United States government care, out of what ' +
          'ICE, HHS and EOIR say separately.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: [
        { name: 'records', description: 'Agencies say what they know' },
        { name: 'children', description: 'Anyone entitled asks for a child’s status, and why' },
        { name: 'changes', description: 'Which statuses changed' },
        {
          name: 'obligations',
          description: 'What is owed to each child, by whom; records that cannot both be true',
        },
        { name: 'reports', description: 'The auditors’ own table, on any date' },
        {
          name: 'feeds',
          description: 'What came from each agency’s system, and whether it is all that was sent',
        },
        { name: 'health', description: 'For whoever runs the service' },
      ],
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: 'RFC 9068 access token with scope and, to send records, agency',
          },
        },
        headers: responseHeaders as never,
        schemas: eventSchemas() as never,
      },
    },
    transform: (route) => describeRoute(route, limits),
    transformObject: (document) => {
      const described = withoutUnused(jsonSchemaTransformObject(document));
      mendHeaderReferences(described);
      giveExamples(described);
      return described;
    },
  });
  await app.register(async (scope) => {
    // The page's own files: public, and not part of the API.
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' };
    });
    await scope.register(swaggerUi, {
      routePrefix: '/reference',
      staticCSP: PAGE_MAY,
      uiConfig: { docExpansion: 'list', persistAuthorization: false, validatorUrl: null },
    });
  });
}

/**
 * Its own files and nothing else. Not `upgrade-insecure-requests`, which the plugin's own policy has: over HTTP under any name but
 * localhost a browser then asks for the page's scripts by HTTPS, and the page stays white.
 */
const PAGE_MAY = {
  'default-src': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
  'img-src': "'self' data:",
  'object-src': "'none'",
  'script-src': "'self'",
  'script-src-attr': "'none'",
};

/** Without schemas that nothing refers to: each named one comes in an input and an output form. */
function withoutUnused<T extends object>(document: T): T {
  const text = JSON.stringify(document);
  const { components } = document as { components?: { schemas?: Record<string, unknown> } };
  for (const name of Object.keys(components?.schemas ?? {})) {
    if (!text.includes(`"#/components/schemas/${name}"`)) delete components?.schemas?.[name];
  }
  return document;
}
