// PostGraphile 5 as its documentation sets it up for production: the amber preset and the connection filter,
// no GraphiQL, no explain, one pool of 16 connections for all processes, prepared statements (the default).
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { makeJSONPgSmartTagsPlugin } from "postgraphile/utils";
import { PostGraphileConnectionFilterPreset } from "postgraphile-plugin-connection-filter";

const workers = Number(process.env.PG_WORKERS ?? 1);

// Relations that the tables have, but not as foreign keys of their own.
const tags = makeJSONPgSmartTagsPlugin({
  version: 1,
  config: {
    class: {
      "public.application": {
        tags: {
          foreignKey: [
            "(project_id) references public.project (id)|@fieldName project|@foreignFieldName applications",
            "(teacher_id) references public.user (id)|@fieldName teacher|@foreignFieldName applicationsOfTeacher",
          ],
        },
      },
      // The preset calls every id `rowId`: a column of that name is called otherwise.
      "public.import_finding": { attribute: { row_id: { tags: { name: "importRow" } } } },
      "public.evaluation": {
        tags: {
          foreignKey: [
            "(application_id) references public.application (id)|@fieldName application|@foreignFieldName evaluations",
          ],
        },
      },
    },
  },
});

export default {
  extends: [PostGraphileAmberPreset, PostGraphileConnectionFilterPreset],
  plugins: [tags],
  // Relations without an index of their own too.
  disablePlugins: ["PgIndexBehaviorsPlugin"],
  pgServices: [
    makePgService({
      connectionString: process.env.DATABASE_URL,
      schemas: ["public", "bench"],
      poolConfig: { max: Math.floor(16 / workers), options: "-c jit=off" },
    }),
  ],
  schema: {
    connectionFilterAllowedOperators: ["equalTo", "notIn", "in"],
  },
  grafserv: { graphiql: false, graphiqlOnGraphQLGET: false, watch: false },
  grafast: { explain: false },
};
