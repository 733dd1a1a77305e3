//! The demo data for load tests.

use entity::{application, assignment, project};
use nql::demo;

use crate::trial;

trial! {
    async fn the_demo_data_can_be_multiplied(house) {
        demo::fill(&house.db, 4).await.unwrap();
        assert_eq!(house.count::<project::Entity>().await, 4 * 60);
        assert_eq!(house.count::<application::Entity>().await % 4, 0);
        assert!(house.count::<assignment::Entity>().await > 4 * 120);
    }
}
