//! Files beside the database: bytes under a name that says nothing. A row names each of them; what no row names is swept.
//!
//! A file is written before the row that names it is committed, and removed after the row is gone. Who is killed in between
//! leaves a file that nobody reaches, and no row whose file is missing.

use std::{io, path::Path, sync::Arc, time::Duration};

use async_graphql::async_trait::async_trait;
use chrono::{DateTime, Utc};
use http_body_util::BodyExt;
use object_store::{
    ClientConfigKey, ClientOptions, Error, ObjectStore, ObjectStoreExt, RetryConfig,
    aws::AmazonS3Builder,
    client::{
        HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse,
        HttpResponseBody, HttpService,
    },
    local::LocalFileSystem,
    memory::InMemory,
    path::Path as Name,
    prefix::PrefixStore,
};
use url::Url;

use crate::{
    folder,
    stop::Stop,
    web::{Web, web},
};

/// Longest time for one request to a store, and for all tries of it together.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where files are kept.
#[derive(Clone, Debug)]
pub struct Files(Arc<dyn ObjectStore>);

/// A file that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its name.
    pub name: String,
    /// When it was written, by the clock of the store.
    pub written_at: DateTime<Utc>,
}

impl Files {
    /// In a folder that only its owner enters; it is made if it is not there.
    pub fn in_folder(folder: &Path) -> io::Result<Self> {
        folder::make(folder)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(io::Error::other)?;
        Ok(Self(Arc::new(store)))
    }

    /// In a store that speaks S3, at `s3://bucket/folder`. Who we are there and where it is the environment says, by the usual
    /// names: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT_URL`. It is asked for a list of files
    /// first: a store that does not let us in is known before anybody sends a photo.
    pub async fn in_store(at: &Url) -> io::Result<Self> {
        let retry = RetryConfig { max_retries: 3, retry_timeout: PATIENCE, ..RetryConfig::default() };
        let store = AmazonS3Builder::from_env()
            .with_url(at.as_str())
            .with_http_connector(OverWeb)
            .with_retry(retry)
            .build()
            .map_err(io::Error::other)?;
        let folder = Name::from_url_path(at.path()).map_err(io::Error::other)?;
        let store = PrefixStore::new(store, folder);
        store.list_with_delimiter(None).await.map_err(io::Error::other)?;
        Ok(Self(Arc::new(store)))
    }

    /// In the memory of this process: gone with it.
    pub fn in_memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    /// Writes a file: all of it is there when this returns, or nothing.
    pub async fn put(&self, name: &str, content: Vec<u8>) -> Result<(), Stop> {
        self.0.put(&Name::from(name), content.into()).await.map(drop).map_err(Stop::failure)
    }

    /// What is in a file; `None` if there is none of this name.
    pub async fn find(&self, name: &str) -> Result<Option<Vec<u8>>, Stop> {
        let found = match self.0.get(&Name::from(name)).await {
            Ok(found) => found.bytes().await,
            Err(error) => Err(error),
        };
        match found {
            Ok(content) => Ok(Some(content.to_vec())),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(Stop::failure(error)),
        }
    }

    /// Removes a file; one that is not there is removed already.
    pub async fn remove(&self, name: &str) -> Result<(), Stop> {
        match self.0.delete(&Name::from(name)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(Stop::failure(error)),
        }
    }

    /// The files whose names begin with `folder/`.
    pub async fn list(&self, folder: &str) -> Result<Vec<Kept>, Stop> {
        let listed = self.0.list_with_delimiter(Some(&Name::from(folder))).await.map_err(Stop::failure)?;
        let kept =
            |one: object_store::ObjectMeta| Kept { name: one.location.to_string(), written_at: one.last_modified };
        Ok(listed.objects.into_iter().map(kept).collect())
    }
}

/// The client that the rest of the server has, for a store.
#[derive(Debug)]
struct OverWeb;

impl HttpConnector for OverWeb {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        let allows_http = options.get_config_value(&ClientConfigKey::AllowHttp).is_some_and(|it| it == "true");
        Ok(HttpClient::new(Asked(web(8, allows_http))))
    }
}

#[derive(Debug)]
struct Asked(Web<HttpRequestBody>);

#[async_trait]
impl HttpService for Asked {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let asked = tokio::time::timeout(PATIENCE, self.0.request(request)).await;
        let response = asked.map_err(|error| HttpError::new(HttpErrorKind::Timeout, error))?.map_err(|error| {
            let kind = if error.is_connect() { HttpErrorKind::Connect } else { HttpErrorKind::Request };
            HttpError::new(kind, error)
        })?;
        let (parts, body) = response.into_parts();
        let body = body.map_err(|error| HttpError::new(HttpErrorKind::Interrupted, error));
        Ok(HttpResponse::from_parts(parts, HttpResponseBody::new(body)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_there_until_it_is_removed_and_a_folder_keeps_it() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("files");
        for files in [Files::in_memory(), Files::in_folder(&inside).unwrap()] {
            assert_eq!(files.find("photos/a").await.unwrap(), None);
            assert_eq!(files.list("photos").await.unwrap(), []);
            files.put("photos/a", vec![1, 2]).await.unwrap();
            files.put("photos/a", vec![3]).await.unwrap();
            files.put("others/b", vec![4]).await.unwrap();
            assert_eq!(files.find("photos/a").await.unwrap(), Some(vec![3]));
            let names: Vec<String> = files.list("photos").await.unwrap().into_iter().map(|one| one.name).collect();
            assert_eq!(names, ["photos/a"]);
            for _ in 0..2 {
                files.remove("photos/a").await.unwrap();
                assert_eq!(files.find("photos/a").await.unwrap(), None);
            }
        }
        assert!(!folder::is_exposed(&inside).unwrap());
        assert_eq!(Files::in_folder(&inside).unwrap().find("others/b").await.unwrap(), Some(vec![4]));
    }
}
