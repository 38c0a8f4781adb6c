package dev.weft.meshctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.meshctl.output.Ansi;
import org.junit.jupiter.api.Test;

class StatusWordsTests {

    private static final String PEER = """
            {"registry": "http://a:8761",
             "status": {"registry": "http://a:8761", "store": {"id": "9b2b0aff-d145", "generation": 0, "revision": 12},
                        "database": {"ok": true, "problem": null}, "settled": true,
                        "leases": {"paused": false, "silent": 0, "instances": 7}, "ahead": null, "watchers": 2,
                        "lagging": [], "refusals": [], "peers": ["http://b:8761"]},
             "clients": [
               {"service": "gateway", "instance": "gateway-1", "starter": "0.1.0", "missingFeatures": [],
                "services": [{"name": "petservice", "sent": 0, "withheld": []},
                             {"name": "petdetails", "sent": 12, "applied": 12, "withheld": []}]}]}
            """;

    @Test
    void textWhenAllIsWellListsNoClients() throws JsonProcessingException {
        assertThat(text(PEER, false)).isEqualTo("""
                REGISTRY       STORE     GENERATION  REVISION  DATABASE  CLIENTS  LAGGING  REFUSING
                http://a:8761  9b2b0aff  0           12        ok        2        0        0""");
    }

    @Test
    void textWhenEveryClientIsAskedForListsThem() throws JsonProcessingException {
        assertThat(text(PEER, true)).endsWith("""


                CLIENT     STARTER  RULES OF    SENT  APPLIED  REMARK
                gateway-1  0.1.0    petservice  0     -
                gateway-1  0.1.0    petdetails  12    12""");
    }

    @Test
    void textWhenClientsLagRefuseOrLackSomethingSaysWhich() throws JsonProcessingException {
        String trouble = PEER.replace("\"applied\": 12, \"withheld\": []", """
                "applied": 11, "refused": {"revision": 12, "reason": "too old"},
                "withheld": [{"part": "routes", "needs": ["routes.match.new"]}]
                """);

        assertThat(text(trouble, false))
                .contains("gateway-1  0.1.0    petdetails  12    11       refused 12: too old;"
                        + " routes withheld: its starter doesn't know routes.match.new");
        assertThat(text(PEER.replace("\"applied\": 12", "\"applied\": 11"), false))
                .contains("11       lags behind");
    }

    @Test
    void textWhenARegistryHasJustStartedSaysWhetherChangesHaveToWait() throws JsonProcessingException {
        String started = PEER.replace("\"settled\": true", "\"settled\": false, \"takesChanges\": false");

        assertThat(text(started, false))
                .endsWith(
                        "\nhttp://a:8761: has just started, and may not know all instances yet, and changes have to wait");
        assertThat(text(started.replace("\"takesChanges\": false", "\"takesChanges\": true"), false))
                .endsWith("may not know all instances yet");
    }

    @Test
    void textWhenHttpRoutesAreLeftThatNobodyReadsSaysHowTheyGo() throws JsonProcessingException {
        String left = PEER.replace("\"ahead\": null", "\"ahead\": null, \"leftHttpRoutes\": [\"pets\"]");

        assertThat(text(left, false))
                .contains("http://a:8761: HTTPRoutes of pets are in force as they were last read")
                .contains("meshctl delete pets --httproutes");
    }

    @Test
    void textWhenHttpRoutesAreHiddenRefusedOrNotReadSaysSo() throws JsonProcessingException {
        String routes = PEER.replace("\"ahead\": null", """
                "ahead": null, "httpRoutes": {"asOf": "2026-11-22T18:00:00Z", "problem": "the API server is gone", "routes": [
                  {"name": "good", "service": "a", "accepted": true, "hidden": false, "message": "in force"},
                  {"name": "late", "service": "b", "accepted": true, "hidden": true, "message": "routes hidden"},
                  {"name": "bad", "service": "c", "accepted": false, "hidden": false, "message": "no rules"}]}""");

        assertThat(text(routes, false)).endsWith("""

                        HTTPRoute bad for c: no rules
                        HTTPRoute late for b: routes hidden
                        http://a:8761: HTTPRoutes: the API server is gone""");
    }

    @Test
    void textWhenPeersHaveTroubleSaysWhat() throws JsonProcessingException {
        assertThat(text("{\"registry\": \"http://b:8761\", \"problem\": \"no registry answers\"}", false))
                .endsWith("\nhttp://b:8761: no registry answers");
        assertThat(text(
                        PEER.replace("\"ok\": true, \"problem\": null", "\"ok\": false, \"problem\": \"disk full\""),
                        false))
                .endsWith("\nhttp://a:8761: writes are refused: disk full");
        assertThat(text(PEER.replace("\"paused\": false, \"silent\": 0", "\"paused\": true, \"silent\": 4"), false))
                .endsWith("\nhttp://a:8761: no lease ends for now (4 of 7 instances silent):"
                        + " the fault may be the registry's");
        assertThat(text(
                        PEER.replace(
                                "\"ahead\": null",
                                "\"ahead\": {\"id\": \"x-y\", \"generation\": 2, \"revision\": 40, \"instance\": \"c-1\"}"),
                        false))
                .contains("or of another history (x, generation 2, revision 40, known to c-1)", "meshctl adopt");
    }

    @Test
    void textWhenPeersHaveDifferentStoresSaysSo() throws JsonProcessingException {
        String other = PEER.replace("9b2b0aff", "0c0ffee0");

        assertThat(text(PEER + "," + PEER, false)).doesNotContain("different stores");
        assertThat(text(PEER + "," + other, false)).contains("the registries have different stores");
    }

    private static String text(String peer, boolean all) throws JsonProcessingException {
        JsonNode peers = new ObjectMapper().readTree("[" + peer + "]");
        return new StatusWords(peers, new Ansi(false)).text(all);
    }
}
