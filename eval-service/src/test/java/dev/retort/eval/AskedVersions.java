package dev.retort.eval;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;

import dev.retort.contracts.Digest;
import io.restassured.response.ValidatableResponse;

/** What the running service says over HTTP about versions of three classes and 20 held-out images. */
final class AskedVersions {
    private AskedVersions() {}

    /** Of the first candidate that a champion met: undecided, then promoted and rolled back by hand. */
    static void assertExplains(Digest version) {
        given().get("/versions/{version}/decisions", version.abbreviated())
                .then()
                .statusCode(200)
                .body("decisions.record.verdict", contains("INCONCLUSIVE", "PROMOTED", "ROLLED_BACK"))
                .body("decisions[0].recomputed", equalTo(true))
                .body("decisions[1].record.requestedBy", equalTo("test"));
        given().get("/versions/{version}/decisions", "0000").then().statusCode(404);
    }

    static void assertWalksBack(Digest version) {
        lineage(version)
                .body("what", contains("artefact", "checkpoint", "dataset", "experiment", "code"))
                .body("findAll { it.what != 'code' }.verified", everyItem(equalTo(true)))
                .body("find { it.what == 'code' }.detail", containsString("not checked"));
    }

    static ValidatableResponse lineage(Digest version) {
        return given().get("/versions/{version}/lineage", version.hex()).then().statusCode(200);
    }

    /** Of two that answer alike. */
    static void assertCompares(Digest one, Digest other) {
        given().queryParam("a", one.hex())
                .queryParam("b", other.hex())
                .get("/leaderboard/comparison")
                .then()
                .statusCode(200)
                .body("heldOut.agreement", equalTo(1.0f))
                .body("test.table.onlyChampion", equalTo(0));
        given().get("/versions/{version}/classes", one.hex())
                .then()
                .statusCode(200)
                .body("$", hasSize(3))
                .body("answers.flatten().sum()", equalTo(20))
                .body("findAll { it.recall < it.recallInterval.low || it.recall > it.recallInterval.high }", hasSize(0))
                .body("findAll { (it.precision == null) != (it.precisionInterval == null) }", hasSize(0));
    }

    /** Of a run with three versions, one of which is champion. */
    static void assertRanks(String run, Digest champion) {
        given().queryParam("run", run)
                .get("/leaderboard")
                .then()
                .statusCode(200)
                .body("$", hasSize(3))
                .body("[0].rank", equalTo(1))
                .body("find { it.champion }.modelVersion", equalTo(champion.hex()));
        given().queryParam("run", "no-such-run")
                .get("/leaderboard")
                .then()
                .statusCode(200)
                .body("$", hasSize(0));
        given().queryParam("sort", "beauty")
                .get("/leaderboard")
                .then()
                .statusCode(400)
                .body("error", containsString("beauty"), "error", containsString("brier"));
    }
}
