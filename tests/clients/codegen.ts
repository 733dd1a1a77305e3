// Types for the documents in typed/, from the schema at the root of the repository; or for others, elsewhere, from another.
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: process.env.NQL_SCHEMA ?? '../../schema.graphql',
  documents: process.env.NQL_OPERATIONS ?? 'typed/*.graphql',
  generates: {
    [process.env.NQL_TYPES ?? 'typed/generated.ts']: {
      plugins: ['typescript', 'typescript-operations', 'typed-document-node'],
      config: {
        enumsAsTypes: true,
        futureProofEnums: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: { Date: 'string', DateTime: 'string', Decimal: 'string' },
      },
    },
  },
};

export default config;
