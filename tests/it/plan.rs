//! The command line of the planner.

use std::{fs, process::Command};

use serde_json::Value;

const SCORES: &str = ",An,Bo,Cis\nX,0.1,0.25,\nY,.5,-1,2e-1\nZ,1,0,3\n";

/// Exit code (without scores there is no file of them), what it says, and what it says of what went wrong.
fn plan(scores: &str, loads: &str, more: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    if !scores.is_empty() {
        fs::write(folder.path().join("scores.csv"), scores).unwrap();
    }
    fs::write(folder.path().join("loads.csv"), loads).unwrap();
    let arguments = ["plan", "--scores", "scores.csv", "--loads", "loads.csv", "--per-application", "2"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_nql"));
    let ended = command.current_dir(folder.path()).args(arguments).args(more).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (ended.status.code().unwrap(), text(ended.stdout), text(ended.stderr))
}

pub fn files_are_planned_and_every_way_to_fail_has_its_code() {
    let loads = "juror,min,max\nAn,0,2\nBo,0,2\nCis,0,2\n";
    let (code, told, wrong) = plan(SCORES, loads, &["--json", "--seed", "7"]);
    assert_eq!((code, wrong.as_str()), (0, ""));
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(
        (&told["objective"], &told["certificate"], &told["seed"]),
        (&"4.05".into(), &"holds".into(), &"7".into())
    );
    assert_eq!(told["pairs"].as_array().unwrap().len(), 6);
    assert_eq!(told["pairs"][5], serde_json::json!({ "application": "Z", "juror": "Cis", "score": "3" }));

    let (code, told, _) = plan(SCORES, loads, &[]);
    assert_eq!(code, 0);
    assert!(told.starts_with("objective    4.05\npairs        6\n") && told.ends_with("\nZ\tCis\t3\n"), "{told}");

    let (code, told, wrong) = plan(SCORES, "juror,min,max\nAn,0,2\nBo,0,2\nCis,0,1\n", &[]);
    assert_eq!((code, told.as_str()), (1, ""));
    let cut = "nql: there is no plan: X, Y, Z need 6 seats that only An, Bo, Cis can give, who have 5 free\n";
    assert!(wrong.starts_with(cut), "{wrong}");

    let (code, told, wrong) = plan(SCORES, "juror,min,max\nAn,0,2\nBo,0,two\nCis,0,1\n", &[]);
    assert_eq!((code, told.as_str()), (2, ""));
    assert_eq!(wrong, "nql: loads, line 3, column 3: `two` is not a whole number of applications.\n");
    let (code, _, wrong) = plan(SCORES, loads, &["--min-load", "3"]);
    assert_eq!(code, 2);
    assert!(wrong.starts_with("nql: An has to take 3 applications at least and 2 at most; Bo"), "{wrong}");
    let (code, _, wrong) = plan("", loads, &[]);
    assert_eq!(code, 2);
    assert!(wrong.starts_with("nql: cannot read scores.csv: "), "{wrong}");
}
