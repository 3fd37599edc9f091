public import Engine

/// The expression language of rules: small and total, every expression ends in true, false or unknown.
///
/// In ISO 14977's EBNF, white space free between tokens:
/// ```ebnf
/// expression  = conjunction , { "or" , conjunction } ;
/// conjunction = negation , { "and" , negation } ;
/// negation    = "not" , negation | term ;
/// term        = "(" , expression , ")" | condition | comparison ;
///
/// condition   = name , "." , state                                        (* http.down *)
///             | state , "(" , name , "," , integer , "of" , integer , ")" (* down(http, 4 of 5) *)
///             | "platform" , "." , power state                            (* platform.running *)
///             | "agent" , "." , ( "available" | "unavailable" )
///             | "diagnosis" , "." , diagnosis                             (* diagnosis.guest_hung *)
///             | "signs_of_life" ;
/// comparison  = quantity , comparator , literal ;                         (* icmp.loss > 50% *)
/// quantity    = name , "." , ( "latency" | "loss" | "status" | "streak" | "certificate_left" )
///             | "count" , "(" , state , [ "," , label ] , ")" ;           (* count(down, role=web) >= 2 *)
/// label       = label name , "=" , ( name | number | text ) ;
/// comparator  = "<" | "<=" | "==" | "!=" | ">=" | ">" ;
/// literal     = duration | percentage | integer ;                         (* 500ms, 50%, 3 *)
///
/// state       = "up" | "down" | "unknown" ;
/// power state = "running" | "stopped" | "starting" | "stopping" | "paused"
///             | "provisioning" | "error" | "unknown" ;
/// diagnosis   = "guest_hung" | "guest_half_hung" | "service_failed" | "powered_off"
///             | "network_path" | "resolver" | "provider" | "watchdog" | "unclear" ;
/// duration    = ( integer , unit ) , { integer , unit } ;                 (* largest unit first *)
/// unit        = "d" | "h" | "m" | "s" | "ms" ;
/// percentage  = ( integer | decimal ) , "%" ;
/// name        = ( letter | "_" ) , { letter | digit | "_" | "-" } ;       (* a probe of the target *)
/// label name  = ( letter | "_" ) , { letter | digit | "_" } ;             (* not "__" first *)
/// text        = '"' , { any character but '"' and "\" | '\"' | "\\" } , '"' ;
/// ```
/// `not` binds tighter than `and`, `and` tighter than `or`, and chains are read from the left. Comparisons do not chain,
/// and each quantity has one kind of literal: `latency` and `certificate_left` a duration, `loss` a percentage, the others
/// an integer.
///
/// Values are Kleene's: `and` is the least of its sides and `or` the greatest, in the order false, unknown, true; `not`
/// turns that order around. A count in which some are unknown is a range, and compares as true or false only where every
/// number of the range does. So what becomes known can settle an unknown result, and never overturns a known one.
public enum ExpressionLanguage {
    /// Longer texts are refused.
    public static let maximumLength = 4_096
    /// Conditions within each other, a chain of `and` counted link by link: what the engine evaluates without allocation.
    public static let maximumDepth = 60

    /// Parses one expression.
    ///
    /// - Throws: the first problem, with its offset in Unicode scalars.
    public static func parse(_ text: String) throws(ExpressionProblem) -> Expression {
        try parsed(text).expression
    }

    /// The canonical text: parsing it gives the same expression again.
    public static func text(of expression: Expression) -> String {
        ExpressionPrinter.text(of: expression)
    }

    /// The expression, and where it names probes.
    static func parsed(_ text: String) throws(ExpressionProblem) -> ParsedExpression {
        guard text.unicodeScalars.count <= maximumLength else {
            throw ExpressionProblem(0, "the expression is longer than \(maximumLength) characters")
        }
        var parser = ExpressionParser(try Lexer.tokens(of: text))
        let parsed = try parser.parse()
        guard parsed.expression.depth <= maximumDepth else {
            throw ExpressionProblem(0, "the expression joins more than \(maximumDepth) conditions", "split the rule")
        }
        return parsed
    }
}

extension Expression {
    /// Of the tree: 1 for a single condition.
    fileprivate var depth: Int {
        switch self {
        case .and(let left, let right), .or(let left, let right): 1 + max(left.depth, right.depth)
        case .not(let inner): 1 + inner.depth
        case .state, .atLeast, .platform, .agent, .signsOfLife, .diagnosis, .comparison: 1
        }
    }
}

/// An expression, and each mention of a probe in it.
struct ParsedExpression {
    struct Mention {
        var probe: String
        /// `down`, `status`: what is asked of the probe.
        var member: String
        var offset: Int
    }

    struct LabelMention {
        var label: Label
        var offset: Int
    }

    var expression: Expression
    var mentions: [Mention]
    var labels: [LabelMention]
}
