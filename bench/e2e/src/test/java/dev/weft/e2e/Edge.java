package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What people outside ask the sample system for, and who has answered them. */
final class Edge {

    static final String DOG = "Dog";
    static final String SHEPHERD = "German Shepherd Dog";

    private static final Pattern BREED = Pattern.compile("\"petBreed\":\"([^\"]*)\"");
    private static final Pattern DETAILS = Pattern.compile("petdetails/([^,]+)");

    private final PetClinic clinic;

    Edge(PetClinic clinic) {
        this.clinic = clinic;
    }

    /** petservice, which asks the others. */
    HttpResponse<String> pet(String... fields) {
        return send("/pet/123", Stream.of(fields));
    }

    /** petdetails by its own host. */
    HttpResponse<String> details(String... fields) {
        return send(
                "/pet/123/details", Stream.concat(Stream.of("Host", "petdetails.localhost"), Arrays.stream(fields)));
    }

    private HttpResponse<String> send(String path, Stream<String> fields) {
        HttpRequest.Builder request = HttpRequest.newBuilder(clinic.edge(path));
        String[] all = fields.toArray(String[]::new);
        return clinic.fleet().send((all.length == 0 ? request : request.headers(all)).build());
    }

    /** By which the version is known: v1 says dog. */
    static String breed(HttpResponse<String> answer) {
        return found(BREED, answer.body());
    }

    /** Which instance of petdetails has answered the edge. */
    static String instance(HttpResponse<String> answer) {
        return found(DETAILS, answer.headers().firstValue("mesh-via").orElse("no mesh-via"));
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }
}
