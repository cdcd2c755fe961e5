namespace Tegument.Dashboard.Access;

/// <summary>Role names as the silo spells them, for pages and policies.</summary>
public static class Roles
{
    public const string Viewer = "viewer";
    public const string Operator = "operator";
    public const string Admin = "admin";
}
