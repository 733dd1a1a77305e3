//! Requests that the server makes of others.

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};

/// Who makes them. It follows no redirects and asks no proxy.
pub(crate) type Web<B> = Client<HttpsConnector<HttpConnector>, B>;

/// One that keeps so many connections to a host open while nothing is asked, and asks over plain HTTP if it may.
pub(crate) fn web<B>(idle: usize, allows_http: bool) -> Web<B>
where
    B: http_body::Body + Send,
    B::Data: Send,
{
    // The cryptography that the connection to Postgres uses too; named, because rustls panics when it must choose.
    let provider = rustls::crypto::ring::default_provider();
    let connector = HttpsConnectorBuilder::new()
        .with_provider_and_webpki_roots(provider)
        .unwrap_or_else(|_| unreachable!("the provider has the default versions of TLS"));
    let connector = if allows_http { connector.https_or_http() } else { connector.https_only() };
    Client::builder(TokioExecutor::new()).pool_max_idle_per_host(idle).build(connector.enable_http1().build())
}
