package dev.weft.mesh.rules;

import com.google.re2j.Pattern;
import dev.weft.mesh.model.CallRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * One condition of a match, in the form that decides quickly, and that says what it is. Path and host are not among them:
 * the index finds them.
 */
sealed interface Condition {

    boolean test(CallRequest request);

    /** What the request has where the condition looks, in words. */
    String found(CallRequest request);

    /** The conditions of a match, the cheapest first. */
    static Condition[] of(RequestMatch match) {
        List<Condition> all = new ArrayList<>();
        if (match.method() != null) {
            all.add(new OfMethod(match.method()));
        }
        if (match.port() != 0) {
            all.add(new OfPort(match.port()));
        }
        match.fields().forEach(field -> all.add(of(field)));
        match.custom().forEach(custom -> all.add(new OfBean(custom)));
        return all.toArray(Condition[]::new);
    }

    private static Condition of(FieldMatch field) {
        return field.value() instanceof ValueMatch.Regex regex
                ? new OfPattern(field, regex.expression().compile())
                : new OfValue(field, ((ValueMatch.Exact) field.value()).value());
    }

    /** The method is this one. */
    record OfMethod(String method) implements Condition {

        @Override
        public boolean test(CallRequest request) {
            return request.method().equals(method);
        }

        @Override
        public String found(CallRequest request) {
            return "the request's is " + request.method();
        }

        @Override
        public String toString() {
            return "method = " + method;
        }
    }

    /** The caller's URL names this port. */
    record OfPort(int port) implements Condition {

        @Override
        public boolean test(CallRequest request) {
            return CompiledRules.port(request) == port;
        }

        @Override
        public String found(CallRequest request) {
            return "the request's is " + CompiledRules.port(request);
        }

        @Override
        public String toString() {
            return "port = " + port;
        }
    }

    /** A named value is exactly this. */
    record OfValue(FieldMatch field, String wanted) implements Condition {

        @Override
        public boolean test(CallRequest request) {
            return wanted.equals(field.first(request));
        }

        @Override
        public String found(CallRequest request) {
            return field.found(request);
        }

        @Override
        public String toString() {
            return field.toString();
        }
    }

    /** A named value matches the pattern whole. */
    record OfPattern(FieldMatch field, Pattern pattern) implements Condition {

        @Override
        public boolean test(CallRequest request) {
            String value = field.first(request);
            return value != null && pattern.matches(value);
        }

        @Override
        public String found(CallRequest request) {
            return field.found(request);
        }

        @Override
        public String toString() {
            return field.toString();
        }
    }

    /** A bean of the application takes the request. */
    record OfBean(CustomMatch match) implements Condition {

        @Override
        public boolean test(CallRequest request) {
            return match.test().test(request);
        }

        @Override
        public String found(CallRequest request) {
            return "the bean says no";
        }

        @Override
        public String toString() {
            return match.toString();
        }
    }
}
