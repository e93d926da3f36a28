//! The contract of the evidence store, kept by a folder.

mod folder {
    use std::sync::Arc;

    use comity_flows::ports::Blobs;
    use comity_store::FolderBlobs;

    async fn fresh() -> Option<(Arc<dyn Blobs>, tempfile::TempDir)> {
        let folder = tempfile::tempdir().expect("a folder");
        let blobs = FolderBlobs::open(&folder.path().join("objects")).expect("opens");
        Some((Arc::new(blobs), folder))
    }

    comity_testkit::blobs_contract!(fresh);
}

/// S3 served by this very process: no download, no service to start.
mod s3 {
    use std::sync::Arc;

    use comity_flows::ports::Blobs;
    use comity_store::{ObjectsAt, OpenFault, S3Options, open_blobs};
    use hyper_util::rt::{TokioExecutor, TokioIo};
    use hyper_util::server::conn::auto::Builder;
    use s3s::auth::SimpleAuth;
    use s3s::service::S3ServiceBuilder;

    /// Starts a service that knows one bucket, one key and its secret.
    async fn service(root: &std::path::Path) -> String {
        std::fs::create_dir_all(root.join("evidence")).expect("a bucket");
        let files = s3s_fs::FileSystem::new(root).expect("a folder");
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single("key-id", "secret"));
        let service = builder.build();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let server = Builder::new(TokioExecutor::new());
                let connection = server
                    .serve_connection(TokioIo::new(socket), service.clone())
                    .into_owned();
                tokio::spawn(async move { drop(connection.await) });
            }
        });
        format!("http://{address}")
    }

    fn options(folder: &std::path::Path, endpoint: String, secret: &str) -> S3Options {
        let (id_file, secret_file) = (folder.join("id"), folder.join("secret"));
        std::fs::write(&id_file, "key-id\n").expect("writes");
        std::fs::write(&secret_file, secret).expect("writes");
        S3Options {
            endpoint: Some(endpoint),
            region: None,
            access_key_file: Some(id_file),
            secret_key_file: Some(secret_file),
            allow_http: true,
        }
    }

    async fn fresh() -> Option<(Arc<dyn Blobs>, tempfile::TempDir)> {
        let folder = tempfile::tempdir().expect("a folder");
        let endpoint = service(&folder.path().join("s3")).await;
        let options = options(folder.path(), endpoint, "secret");
        let at = ObjectsAt::parse(
            "s3://evidence/node-1",
            &folder.path().join("staging"),
            options,
        );
        match open_blobs(&at).await {
            Ok(blobs) => Some((blobs, folder)),
            Err(why) => panic!("{why}"),
        }
    }

    comity_testkit::blobs_contract!(fresh);

    #[tokio::test]
    async fn a_wrong_secret_and_a_silent_service_are_said_at_the_start() {
        let folder = tempfile::tempdir().expect("a folder");
        let endpoint = service(&folder.path().join("s3")).await;
        for (endpoint, secret) in [
            (endpoint.as_str(), "wrong"),
            ("http://127.0.0.1:1", "secret"),
        ] {
            let options = options(folder.path(), endpoint.to_owned(), secret);
            let at = ObjectsAt::parse(
                "s3://evidence/node-1",
                &folder.path().join("staging"),
                options,
            );
            match open_blobs(&at).await.map(drop) {
                Err(OpenFault::Unreachable { at, .. }) => assert_eq!(at, "s3://evidence/node-1"),
                other => panic!("{other:?}"),
            }
        }
    }
}
