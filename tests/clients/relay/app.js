// What a Relay front end would say. It is compiled and not run.
import { graphql } from 'relay-runtime';

export const page = graphql`
  query appPageQuery($campaign: ID!) {
    ...app_applications
    publicationBatches(campaignId: $campaign) {
      nodes {
        ...app_items
      }
    }
  }
`;

// A connection of the root.
export const applications = graphql`
  fragment app_applications on Query
  @argumentDefinitions(count: { type: "Int", defaultValue: 25 }, cursor: { type: "String" })
  @refetchable(queryName: "appApplicationsPaginationQuery") {
    applications(first: $count, after: $cursor, filter: { track: { eq: NQL } })
      @connection(key: "app_applications", filters: ["filter"]) {
      totalCount
      edges {
        node {
          id
          ...app_application
        }
      }
    }
  }
`;

// A connection of a node, which is asked for again through `node`.
export const items = graphql`
  fragment app_items on PublicationBatch
  @argumentDefinitions(count: { type: "Int", defaultValue: 25 }, cursor: { type: "String" })
  @refetchable(queryName: "appItemsPaginationQuery") {
    items(first: $count, after: $cursor) @connection(key: "app_items") {
      edges {
        node {
          id
        }
      }
    }
  }
`;

// A node that is asked for again as a whole.
export const application = graphql`
  fragment app_application on Application @refetchable(queryName: "appApplicationRefetchQuery") {
    id
    status
    version
    project {
      title
    }
  }
`;

export const submit = graphql`
  mutation appSubmitMutation($input: SubmitApplicationInput!) {
    submitApplication(input: $input) {
      application {
        ...app_application
      }
      userErrors {
        code
        ...app_refusal
      }
    }
  }
`;

export const refusal = graphql`
  fragment app_refusal on UserError {
    message
    path
  }
`;
