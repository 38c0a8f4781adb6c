package dev.weft.mesh.rules;

import com.google.re2j.Pattern;
import dev.weft.mesh.model.CallRequest;
import java.util.ArrayList;
import java.util.List;

/** One condition of a match, in the form that decides quickly. The path is not among them: the index finds it. */
@FunctionalInterface
interface Condition {

    boolean test(CallRequest request);

    /** The conditions of a match, the cheapest first. */
    static Condition[] of(RequestMatch match) {
        List<Condition> all = new ArrayList<>();
        String method = match.method();
        if (method != null) {
            all.add(request -> request.method().equals(method));
        }
        if (match.port() != 0) {
            all.add(request -> CompiledRules.port(request) == match.port());
        }
        match.fields().forEach(field -> all.add(of(field)));
        return all.toArray(Condition[]::new);
    }

    private static Condition of(FieldMatch field) {
        FieldMatch.Kind kind = field.kind();
        String name = field.name();
        if (field.value() instanceof ValueMatch.Regex regex) {
            Pattern pattern = regex.expression().compile();
            return request -> {
                String value = RequestFields.first(request, kind, name);
                return value != null && pattern.matches(value);
            };
        }
        String wanted = ((ValueMatch.Exact) field.value()).value();
        return request -> wanted.equals(RequestFields.first(request, kind, name));
    }
}
